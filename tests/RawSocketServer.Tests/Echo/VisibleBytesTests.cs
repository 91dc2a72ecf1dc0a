namespace RawSocketServer.Tests.Echo;

public class VisibleBytesTests
{
    [Theory]
    [InlineData("48692C20E4BDA0E5A5BD", "Hi, 你好")]
    [InlineData("0D0A09", @"\r\n\t")]
    [InlineData("225C", "\\\"\\\\")]
    [InlineData("001B7F", @"\0\x1B\x7F")]
    [InlineData("C285", @"\u{85}")]
    [InlineData("E280A8E280AE", @"\u{2028}\u{202E}")]
    [InlineData("E4BD", @"\xE4\xBD")]
    [InlineData("FF41", @"\xFFA")]
    [InlineData("F09F9880", "😀")]
    [InlineData("", "")]
    public void Shows_text_as_it_is_and_everything_else_escaped(string hex, string shown) =>
        Assert.Equal(shown, VisibleBytes.Of(Convert.FromHexString(hex)));

    [Fact]
    public void Counts_what_it_does_not_show() =>
        Assert.Equal("aaa… (+7 bytes)", VisibleBytes.Of("aaaaaaaaaa"u8, limit: 3));
}
