using System.Text;
using RawSocketServer.Client;
using RawSocketServer.Frames;

namespace RawSocketServer.Tests.Client;

public class FrameFormatTests
{
    [Theory]
    [InlineData("a\nbc\r\n", "0000000161" + "000000026263")]
    [InlineData("\n", "00000000")]
    [InlineData("last line without an end", "000000186C617374206C696E6520776974686F757420616E20656E64")]
    [InlineData("", "")]
    public void Every_line_is_a_frame_however_the_input_is_cut(string input, string frames)
    {
        var bytes = Encoding.UTF8.GetBytes(input);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var format = new FrameFormat(Stream.Null, linesAreFrames: true);
            byte[] sent = [.. Encode(bytes[..cut], false), .. Encode(bytes[cut..], false), .. Encode([], true)];
            Assert.Equal(frames, Convert.ToHexString(sent));

            byte[] Encode(byte[] part, bool isEnd) => format.Encode(part, isEnd).ToArray();
        }
    }

    [Theory]
    [InlineData("two\nlines\r", "0000000A74776F0A6C696E65730D")]
    [InlineData("", "00000000")]
    public void A_message_is_one_frame(string message, string frame)
    {
        var format = new FrameFormat(Stream.Null, linesAreFrames: false);
        byte[] sent = [.. format.Encode(Encoding.UTF8.GetBytes(message), isEnd: false).Span, .. format.Encode(default, isEnd: true).Span];
        Assert.Equal(frame, Convert.ToHexString(sent));
    }

    [Fact]
    public void A_line_longer_than_a_frame_is_not_sent()
    {
        var format = new FrameFormat(Stream.Null, linesAreFrames: true);
        Assert.Throws<InputException>(() => format.Encode(new byte[FrameReader.MaxLength + 2], isEnd: false));
        format = new FrameFormat(Stream.Null, linesAreFrames: true);
        Assert.Equal(FrameReader.MaxLength + 4, format.Encode((byte[])[.. new byte[FrameReader.MaxLength], (byte)'\r', (byte)'\n'], isEnd: false).Length);
    }

    [Theory]
    [InlineData("0000000548656C6C6F00000000", "5 Hello\n0 \n", null)]
    [InlineData("000000036109410000000101", "3 a\\tA\n1 \\x01\n", null)]
    [InlineData("00000002610A", "2 a\\n\n", null)]
    [InlineData("000000014148545450", "1 A\n", "HTTP")] // a response of another protocol
    [InlineData("FFFFFFFF000000086275737920796573", "", "busy yes")]
    [InlineData("FFFFFFFF", "", "inside of a frame")]
    [InlineData("00000005484", "", null)]
    public async Task Frames_are_shown_with_their_lengths_however_they_are_cut(string received, string shown, string? failure)
    {
        if (received.Length % 2 == 1)
            (received, failure) = (received[..^1], "inside of a frame");
        var bytes = Convert.FromHexString(received);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var screen = new MemoryStream();
            var format = new FrameFormat(screen, linesAreFrames: true);
            var thrown = await Record.ExceptionAsync(async () =>
            {
                await format.ShowAsync(bytes.AsMemory(0, cut));
                await format.ShowAsync(bytes.AsMemory(cut));
                format.End();
            });
            Assert.Equal(shown, Encoding.UTF8.GetString(screen.ToArray()));
            Assert.Equal(failure is null, thrown is null);
            if (failure is not null)
                Assert.Contains(failure, Assert.IsType<FrameException>(thrown).Message, StringComparison.Ordinal);
        }
    }
}
