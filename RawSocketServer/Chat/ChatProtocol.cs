using System.Globalization;
using System.Text;

namespace RawSocketServer.Chat;

/// <summary>
/// The protocol of the room (docs/chat.md): numbers that no option changes, and the lines that the room sends. A digit begins a numbered
/// line, <c>*</c> a notice and <c>!</c> an error; notices and errors are for one member only.
/// <code>
/// numbered = number SP name ( ":" SP text / SP "joined" / SP "left" [ SP "(" reason ")" ] ) LF
/// notice   = "*" SP ( "room" SP id / "bye" ) SP text LF
/// error    = "!" SP code SP text LF
/// </code>
/// </summary>
public static class ChatProtocol
{
    /// <summary>
    /// The longest line from a client in bytes, without its end; also of the same text as the room sends it (SMTP allows 998).
    /// </summary>
    public const int MaxLine = 4096;

    /// <summary>The longest name in characters (IRC 9 to 30).</summary>
    public const int MaxName = 32;

    /// <summary>
    /// The number of first lines that a client may send until one is valid. A browser sends more, so its connection ends.
    /// </summary>
    public const int MaxTries = 5;

    /// <summary>The number of numbered lines that the room keeps for new members: two screens.</summary>
    public const int History = 50;

    internal static byte[] Said(long number, string name, string text) => Bytes($"{number} {name}: {text}");

    internal static byte[] Joined(long number, string name) => Bytes($"{number} {name} joined");

    internal static byte[] Left(long number, string name, string? reason) =>
        Bytes($"{number} {name} left{(reason is null ? "" : $" ({reason})")}");

    internal static byte[] Greeting(string id) =>
        Bytes($"* room {id} {Messages.Say("Your first line is your name, then every line is a message.", "第一行是你的名字，之后每一行是一条消息。")}");

    internal static byte[] Bytes(FormattableString line) => Encoding.UTF8.GetBytes(line.ToString(CultureInfo.InvariantCulture) + "\n");
}
