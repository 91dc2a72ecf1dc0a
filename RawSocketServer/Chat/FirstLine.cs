using System.Globalization;

namespace RawSocketServer.Chat;

/// <summary>The role of a connection in the room.</summary>
public enum ChatRole
{
    /// <summary>Is announced, receives every line, and sends lines.</summary>
    Member,

    /// <summary>Is not announced, receives every line, and sends none.</summary>
    Reader,

    /// <summary>Is not announced, and receives only its own lines, as a confirmation.</summary>
    Poster,
}

/// <summary>
/// The first line of a client.
/// <code>
/// first-line = name [ SP "after=" number ] / name SP "post" / "*" [ SP "after=" number ]
/// </code>
/// </summary>
/// <param name="Role">The role, given by the form of the line.</param>
/// <param name="Name">The name of a member or a poster; <c>*</c> for a reader.</param>
/// <param name="After">The last line number that the client has; 0 if it has none.</param>
public sealed record FirstLine(ChatRole Role, string Name, long After)
{
    private const string AfterOption = "after=";
    private const string PosterOption = "post";

    /// <summary>Whether the next line is already a message, and must not be read as a name.</summary>
    public static bool IsOfPoster(string line) => line.TrimEnd(' ').EndsWith($" {PosterOption}", StringComparison.Ordinal);

    /// <summary>Parses a first line.</summary>
    /// <returns>Null if it is malformed: <see cref="ChatNotice.NameInvalid"/>.</returns>
    public static FirstLine? Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var name, ..] || words.Length > 2 || !(name == "*" || ChatText.IsName(name)))
            return null;
        var role = name == "*" ? ChatRole.Reader : ChatRole.Member;
        return words.ElementAtOrDefault(1) switch
        {
            null => new FirstLine(role, name, 0),
            PosterOption when role == ChatRole.Member => new FirstLine(ChatRole.Poster, name, 0),
            var option when option.StartsWith(AfterOption, StringComparison.Ordinal)
                && long.TryParse(option.AsSpan(AfterOption.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var after) =>
                new FirstLine(role, name, after),
            _ => null,
        };
    }
}
