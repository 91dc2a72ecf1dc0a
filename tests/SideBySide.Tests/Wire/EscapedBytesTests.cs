using System.Text;
using SideBySide.Wire;

namespace SideBySide.Tests.Wire;

/// <summary>Written bytes are sent exactly.</summary>
public sealed class EscapedBytesTests
{
    [Theory]
    [InlineData(@"GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\n")]
    [InlineData("line\n  layout", "line  layout")]
    [InlineData(@"\t\0\\", "\t\0\\")]
    [InlineData(@"\u{4f60}好", "你好")]
    [InlineData("", "")]
    public void Reads_text_with_escapes(string text, string expected) => Assert.Equal(Encoding.UTF8.GetBytes(expected), EscapedBytes.Parse(text));

    [Fact]
    public void Reads_bytes_that_are_no_text() => Assert.Equal([0xE4, 0xBD, 0x00, 0xFF], EscapedBytes.Parse(@"\xE4\xbd\x00\xFF"));

    [Fact]
    public void Says_where_the_bad_escape_stands() => Assert.Equal(2, Assert.Throws<EscapeException>(() => EscapedBytes.Parse(@"ab\q")).Offset);

    [Theory]
    [InlineData(@"\")]
    [InlineData(@"\q")]
    [InlineData(@"\x4")]
    [InlineData(@"\xZZ")]
    [InlineData(@"\u{}")]
    [InlineData(@"\u{D800}")]
    [InlineData(@"\u{1234567}")]
    [InlineData(@"\u1234")]
    public void Refuses_an_escape_that_is_none(string text) => Assert.Throws<EscapeException>(() => EscapedBytes.Parse(text));

    [Fact]
    public void What_is_shown_of_any_bytes_reads_back_as_the_same_bytes()
    {
        var random = new Random(20_261_124);
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            if (i % 2 == 0)
                bytes = Encoding.UTF8.GetBytes(Encoding.Unicode.GetString(bytes)); // text of all planes, including deceptive characters
            Assert.Equal(bytes, EscapedBytes.Parse(VisibleLines.Text(bytes)));
        }
    }
}
