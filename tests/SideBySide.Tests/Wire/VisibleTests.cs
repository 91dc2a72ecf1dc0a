using System.Text;
using SideBySide.Wire;

namespace SideBySide.Tests.Wire;

public sealed class VisibleTests
{
    [Theory]
    [InlineData("Hello, Server!", "Hello, Server!")]
    [InlineData("你好，客户端！", "你好，客户端！")]
    [InlineData("a\tb\0", @"a\tb\0")]
    [InlineData("\u001b[31m", @"\x1B[31m")]
    [InlineData(@"no\r\n", @"no\\r\\n")]
    [InlineData("\u202Eevil", @"\u{202E}evil")]
    [InlineData("zero\u200Bwidth", @"zero\u{200B}width")]
    [InlineData("\u0085", @"\u{85}")]
    [InlineData("😀", "😀")]
    [InlineData("", "")]
    public void Nothing_hides(string text, string expected) => Assert.Equal(expected, VisibleLines.Text(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_shown_one_by_one() =>
        Assert.Equal(@"\xE4\xBDa\xFF\xFE", VisibleLines.Text([0xE4, 0xBD, (byte)'a', 0xFF, 0xFE]));

    [Fact]
    public void A_line_ends_after_its_LF_which_is_shown() =>
        Assert.Equal("GET / HTTP/1.1\\r\\n\nHost: x\\n\n\\r\\n\nrest", VisibleLines.Text("GET / HTTP/1.1\r\nHost: x\n\r\nrest"u8));

    [Fact]
    public void Escapes_are_runs_of_their_own()
    {
        var line = Assert.Single(VisibleLines.Lines("a\r\t\nb"u8.ToArray().AsSpan(0, 4)));
        Assert.Equal([new VisibleRun("a", false), new VisibleRun(@"\r\t\n", true)], line);
    }

    [Fact]
    public void Every_byte_comes_out_somehow()
    {
        var all = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var text = VisibleLines.Text(all);
        Assert.DoesNotContain(text.Where(c => c != '\n'), char.IsControl);

        // 29 of the 33 control characters of ASCII have no name, and no byte from 80 upwards is UTF-8 here.
        Assert.Equal(29 + 128, text.Split(@"\x").Length - 1);
    }
}
