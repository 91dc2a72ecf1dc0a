using System.Text;
using RawSocketServer;

namespace SideBySide.Cli;

/// <summary>A line with a caret under some bytes.</summary>
internal static class CaretLine
{
    /// <summary>The line of the bytes and the line below it; a long line is truncated on both sides.</summary>
    /// <param name="bytes">All bytes.</param>
    /// <param name="offset">The first marked byte.</param>
    /// <param name="length">The number of marked bytes; 0 if something is missing there.</param>
    /// <param name="width">The number of columns.</param>
    public static (string Line, string Caret) At(ReadOnlySpan<byte> bytes, int offset, int length, int width)
    {
        var start = bytes[..offset].LastIndexOf((byte)'\n') + 1;
        var lf = bytes[offset..].IndexOf((byte)'\n');
        var end = lf < 0 ? bytes.Length : offset + lf + 1;
        var before = Text(bytes[start..offset]);
        var meant = Text(bytes[offset..Math.Min(end, offset + length)]);
        var after = Text(bytes[Math.Min(end, offset + length)..end]);

        var half = width / 2;
        if (TerminalText.Width(before) > half)
            before = "…" + string.Concat(TerminalText.Cut(Reverse(before), half - 1).Take(1).Select(Reverse));
        var room = width - TerminalText.Width(before);
        var caret = new string(' ', TerminalText.Width(before)) + new string('^', Math.Clamp(TerminalText.Width(meant), 1, room - 1));
        var rest = meant + after;
        return (before + (TerminalText.Width(rest) <= room ? rest : TerminalText.Cut(rest, room - 1).First() + "…"), caret);
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (bytes.Length > 0)
            _ = text.Append(VisibleBytes.Next(ref bytes, out _));
        return text.ToString();
    }

    private static string Reverse(string text) => string.Concat(text.EnumerateRunes().Reverse().Select(rune => rune.ToString()));
}
