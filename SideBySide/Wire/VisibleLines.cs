using System.Text;
using RawSocketServer;

namespace SideBySide.Wire;

/// <summary>A piece of a line in one style.</summary>
/// <param name="Text">The text.</param>
/// <param name="IsEscape">Whether it is an escape for invisible bytes, for example <c>\r\n</c>.</param>
public readonly record struct VisibleRun(string Text, bool IsEscape);

/// <summary>
/// Bytes as text without hidden characters: control characters, bytes that are not UTF-8 and characters that change the display of other
/// text become escapes. A line ends after each LF, which is shown as well.
/// </summary>
public static class VisibleLines
{
    /// <summary>The bytes as lines of runs; no line without bytes.</summary>
    public static IReadOnlyList<IReadOnlyList<VisibleRun>> Lines(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<IReadOnlyList<VisibleRun>>();
        while (bytes.Length > 0)
        {
            var length = bytes.IndexOf((byte)'\n') + 1;
            if (length == 0)
                length = bytes.Length;
            lines.Add(Line(bytes[..length]));
            bytes = bytes[length..];
        }

        return lines;
    }

    /// <summary>The bytes as plain text, each LF followed by a line break.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) =>
        string.Join('\n', Lines(bytes).Select(line => string.Concat(line.Select(run => run.Text))));

    private static List<VisibleRun> Line(ReadOnlySpan<byte> bytes)
    {
        var runs = new List<VisibleRun>();
        var text = new StringBuilder();
        var escaped = false;
        while (bytes.Length > 0)
        {
            var next = VisibleBytes.Next(ref bytes, out var isEscape);
            if (text.Length > 0 && escaped != isEscape)
                Flush();
            escaped = isEscape;
            _ = text.Append(next);
        }

        Flush();
        return runs;

        void Flush()
        {
            runs.Add(new VisibleRun(text.ToString(), escaped));
            _ = text.Clear();
        }
    }
}
