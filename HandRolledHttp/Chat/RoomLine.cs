using System.Globalization;
using RawSocketServer.Chat;

namespace HandRolledHttp.Chat;

/// <summary>A line of the room (docs/chat.md). Control characters are escaped: the room is a peer like any other.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="Number">Its number; 0 if the line is for one client only.</param>
internal readonly record struct RoomLine(string Text, long Number)
{
    /// <summary>An error: <c>! code text</c>.</summary>
    public bool IsError => Text.StartsWith('!');

    /// <summary>The word after <c>!</c> or <c>*</c>; empty for a numbered line.</summary>
    public string Code => Number == 0 && Text.Split(' ', 3) is [_, var code, ..] ? code : "";

    public static RoomLine Read(string line)
    {
        var digits = line.AsSpan(0, Math.Max(0, line.IndexOf(' ', StringComparison.Ordinal)));
        var isNumbered = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return new RoomLine(ChatText.Shown(line), isNumbered ? number : 0);
    }

    /// <summary>
    /// Makes a client's text one line for the room. A line end after it is dropped; those within it are escaped, since each would begin
    /// another line.
    /// </summary>
    public static string One(string text)
    {
        text = text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        return text.Replace('\r', '\u240D').Replace('\n', '\u240A');
    }
}
