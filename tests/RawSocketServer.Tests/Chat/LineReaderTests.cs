using System.Text;
using RawSocketServer.Chat;

namespace RawSocketServer.Tests.Chat;

/// <summary>Reads each vector whole, one byte at a time, and cut at every position, with the same lines.</summary>
public class LineReaderTests
{
    private const int Max = 8;

    public static TheoryData<string, string, bool> Vectors => new()
    {
        { "a\nb\r\n", "a|b", false },
        { "\n\r\n", "|", false },
        { "a\rb\r\r\n", "a\rb\r", false },
        { "12345678\n", "12345678", false },
        { "12345678\r\n", "12345678", false },
        { "123456789\n", "!LineTooLong", false },
        { "12345678\r\r\n", "!LineTooLong", false },
        { "1234567890123456789012345\na\n", "!LineTooLong|a", false },
        { "1234567890123456789012345", "!LineTooLong", true },
        { "你好\n", "你好", false },
        { "你好啊\n", "!LineTooLong", false },
        { "a\u00FFb\nc\n", "!NotUtf8|c", false },
        { "\u00C3(\n", "!NotUtf8", false },
        { "\u00ED\u00A0\u0080\n", "!NotUtf8", false },
        { "a\nhalf", "a", true },
        { "a\n\r", "a", true },
        { "", "", false },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Lines_are_the_same_however_the_bytes_are_cut(string sent, string expected, bool isInside)
    {
        var bytes = sent.Any(c => c > 0xFF) ? Encoding.UTF8.GetBytes(sent) : Encoding.Latin1.GetBytes(sent);
        var lines = sent.Length == 0 ? [] : expected.Split('|');

        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(lines, Read(isInside, bytes[..cut], bytes[cut..]));
        Assert.Equal(lines, Read(isInside, [.. bytes.Select(b => new[] { b })]));
    }

    [Fact]
    public void A_line_that_is_too_long_is_reported_once_and_before_its_end()
    {
        var reader = new LineReader(Max);
        ReadOnlySpan<byte> bytes = "1234567890"u8;
        Assert.True(reader.TryRead(ref bytes, out var line));
        Assert.Equal(ChatNotice.LineTooLong, line.Fault);
        bytes = "and so on"u8;
        Assert.False(reader.TryRead(ref bytes, out _));
        Assert.True(reader.IsInsideLine);
        bytes = "\n"u8;
        Assert.False(reader.TryRead(ref bytes, out _));
        Assert.False(reader.IsInsideLine);
    }

    private static List<string> Read(bool isInside, params byte[][] parts)
    {
        var reader = new LineReader(Max);
        var lines = new List<string>();
        foreach (var part in parts)
        {
            ReadOnlySpan<byte> bytes = part;
            while (reader.TryRead(ref bytes, out var line))
                lines.Add(line.Fault is { } fault ? $"!{fault}" : line.Text);
            Assert.Equal(0, bytes.Length);
        }

        Assert.Equal(isInside, reader.IsInsideLine);
        return lines;
    }
}
