using System.Text;
using CsCheck;
using SideBySide.Wire;

namespace SideBySide.Tests.Wire;

public sealed class EscapedTextTests
{
    [Fact]
    public void Whatever_was_made_visible_comes_back_byte_for_byte() => Gen.Byte.Array.Sample(bytes =>
    {
        Assert.Equal(-1, EscapedText.TryDecode(Visible.Text(bytes), out var decoded));
        Assert.Equal(bytes, decoded);
    });

    [Theory]
    [InlineData(@"a\r\n\t\0\\\xfF\u{1F600}", "a\r\n\t\0\\")]
    [InlineData("line\\n\nnext", "line\nnext")]
    public void Line_breaks_are_only_layout(string text, string begins)
    {
        Assert.Equal(-1, EscapedText.TryDecode(text, out var decoded));
        Assert.StartsWith(begins, Encoding.Latin1.GetString(decoded), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"ab\q", 2)]
    [InlineData(@"\", 0)]
    [InlineData(@"x\x1", 1)]
    [InlineData(@"\u{}", 0)]
    [InlineData(@"\u{D800}", 0)]
    public void A_backslash_that_begins_no_escape_is_found(string text, int index) => Assert.Equal(index, EscapedText.TryDecode(text, out _));

    [Fact]
    public void Line_ends_of_an_editor_become_those_of_HTTP() => Assert.Equal("a\r\nb\r\n\r\n"u8, LineEnds.ToCrLf("a\nb\r\n\n"u8));
}
