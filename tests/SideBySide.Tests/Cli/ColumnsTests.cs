using SideBySide.Cli;

namespace SideBySide.Tests.Cli;

public sealed class ColumnsTests
{
    [Theory]
    [InlineData("Hello", 5)]
    [InlineData("你好，客户端！", 14)]
    [InlineData("→ ← · …", 7)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    public void A_Chinese_character_takes_two_columns(string text, int width) => Assert.Equal(width, TerminalText.Width(text));

    [Fact]
    public void English_breaks_between_words() =>
        Assert.Equal(["A socket", "moves", "bytes."], TerminalText.Wrap("A socket moves bytes.", 9));

    [Fact]
    public void Chinese_breaks_anywhere_but_never_before_a_full_stop() =>
        Assert.Equal(["套接字搬", "运字节。"], TerminalText.Wrap("套接字搬运字节。", 9));

    [Fact]
    public void A_full_stop_that_does_not_fit_takes_the_last_character_along() =>
        Assert.Equal(["套接", "字。"], TerminalText.Wrap("套接字。", 6));

    [Fact]
    public void A_word_inside_Chinese_stays_whole() =>
        Assert.Equal(["这就是", "HTTP，没", "错"], TerminalText.Wrap("这就是 HTTP，没错", 8));

    [Fact]
    public void Text_without_spaces_is_cut() => Assert.Equal(["abc", "你d", "e"], TerminalText.Cut("abc你de", 3));
}
