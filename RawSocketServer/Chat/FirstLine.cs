using System.Globalization;

namespace RawSocketServer.Chat;

/// <summary>What a connection does in the room.</summary>
public enum ChatRole
{
    /// <summary>Is announced, hears every line, and says some.</summary>
    Member,

    /// <summary>Hears every line, is not announced, says nothing.</summary>
    Reader,

    /// <summary>Is not announced, and hears only its own lines, which confirms them.</summary>
    Poster,
}

/// <summary>
/// The first line of a client.
/// <code>
/// first-line = name [ SP "after=" number ] / name SP "post" / "*" [ SP "after=" number ]
/// </code>
/// </summary>
/// <param name="Role">By its form.</param>
/// <param name="Name">Of a member or a poster; <c>*</c> of a reader.</param>
/// <param name="After">The last number that the client has; 0 when it has none.</param>
public sealed record FirstLine(ChatRole Role, string Name, long After)
{
    private const string AfterOption = "after=";
    private const string PosterOption = "post";

    /// <summary>Whether the next line is a message already, and must not be tried as a name.</summary>
    public static bool IsOfPoster(string line) => line.TrimEnd(' ').EndsWith($" {PosterOption}", StringComparison.Ordinal);

    /// <summary>Reads it.</summary>
    /// <returns>Null when it is none: <see cref="ChatNotice.NameInvalid"/>.</returns>
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
