using System.Text;
using RawSocketServer.Client;

namespace RawSocketServer.Tests.Client;

public class ScreenOutputTests
{
    [Theory]
    [InlineData("plain\r\ntext\n\tand 你好 😀\n", "plain\ntext\n\tand 你好 😀\n")]
    [InlineData("\u001b[2J\u001b]0;title\u0007", "\\x1B[2J\\x1B]0;title\\x07\n")]
    [InlineData("a\u009b31mb\u007f\b", "a\\u{9B}31mb\\x7F\\x08\n")]
    [InlineData("a\u202eb\u2066c\u200fd\u2028e", "a\\u{202E}b\\u{2066}c\\u{200F}d\\u{2028}e\n")]
    [InlineData("over\rwritten", "over\\rwritten\n")]
    [InlineData("end\r", "end\\r\n")]
    [InlineData("\\x1B", "\\\\x1B\n")]
    [InlineData("", "")]
    public async Task A_screen_shows_characters_and_nothing_else_however_the_bytes_are_cut(string sent, string shown)
    {
        var bytes = Encoding.UTF8.GetBytes(sent);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var screen = new MemoryStream();
            var output = new ScreenOutput(screen, isScreen: true);
            await output.WriteAsync(bytes.AsMemory(0, cut));
            await output.WriteAsync(bytes.AsMemory(cut));
            await output.EndAsync();
            Assert.Equal(shown, Encoding.UTF8.GetString(screen.ToArray()));
        }
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_escaped_on_a_screen()
    {
        var screen = new MemoryStream();
        var output = new ScreenOutput(screen, isScreen: true);
        await output.WriteAsync(new byte[] { 0x9b, 0xff, (byte)'a', 0xe4, 0xbd });
        await output.EndAsync();
        Assert.Equal("\\x9B\\xFFa\\xE4\\xBD\n", Encoding.UTF8.GetString(screen.ToArray()));
    }

    [Fact]
    public async Task A_pipe_gets_every_byte_as_it_is()
    {
        var pipe = new MemoryStream();
        var output = new ScreenOutput(pipe, isScreen: false);
        var bytes = Enumerable.Range(0, 256).Select(b => (byte)b).ToArray();
        await output.WriteAsync(bytes);
        await output.EndAsync();
        Assert.Equal(bytes, pipe.ToArray());
    }
}
