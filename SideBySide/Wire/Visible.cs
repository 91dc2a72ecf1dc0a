using System.Text;
using RawSocketServer;

namespace SideBySide.Wire;

/// <summary>A piece of a line that reads the same way.</summary>
/// <param name="Text">What to show.</param>
/// <param name="IsEscape">True when it stands for bytes that show nothing by themselves, for example <c>\r\n</c>.</param>
public readonly record struct VisibleRun(string Text, bool IsEscape);

/// <summary>
/// Bytes as text in which nothing hides: control characters, bytes that are not UTF-8 and characters that would change how
/// the text around them looks are written as escapes. A line ends after each LF, which is shown as well.
/// </summary>
public static class Visible
{
    /// <summary>The bytes as lines of runs. No line at all for no bytes.</summary>
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
