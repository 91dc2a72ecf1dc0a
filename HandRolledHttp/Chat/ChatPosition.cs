using System.Globalization;

namespace HandRolledHttp.Chat;

/// <summary>
/// The last line that a client has read, as a number that is valid in one room only.
/// <code>
/// position = [ room-id ":" ] 1*19DIGIT              ; 3f9c2a1b:17
/// </code>
/// </summary>
/// <param name="Room">The room's id; empty for any room.</param>
/// <param name="Number">The number of the last line; 0 for none.</param>
internal readonly record struct ChatPosition(string Room, long Number)
{
    /// <summary>The position before the first line.</summary>
    public static ChatPosition Start { get; } = new("", 0);

    /// <summary>Reads a position; null if it is malformed.</summary>
    public static ChatPosition? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var room = colon < 0 ? "" : text[..colon];
        return (colon < 0 || RoomConnection.IsId(room))
            && long.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ChatPosition(room, number)
            : null;
    }

    /// <summary>The first line of a connection that continues here. A number of another room has no meaning in this one.</summary>
    public string FirstLine(string room) =>
        Number > 0 && (Room.Length == 0 || Room == room) ? string.Create(CultureInfo.InvariantCulture, $"* after={Number}") : "*";

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Room}:{Number}");
}
