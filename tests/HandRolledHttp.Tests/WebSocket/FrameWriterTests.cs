using System.Buffers;
using System.Text;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>The bytes that the server writes: heads, and the bodies of close frames.</summary>
public sealed class FrameWriterTests
{
    [Theory]
    [InlineData(Opcode.Text, 0, "8100")]
    [InlineData(Opcode.Binary, 125, "827d")]
    [InlineData(Opcode.Text, 126, "817e007e")]
    [InlineData(Opcode.Text, 65535, "817effff")]
    [InlineData(Opcode.Binary, 65536, "827f0000000000010000")]
    [InlineData(Opcode.Binary, int.MaxValue, "827f000000007fffffff")]
    [InlineData(Opcode.Close, 2, "8802")]
    [InlineData(Opcode.Ping, 0, "8900")]
    [InlineData(Opcode.Pong, 125, "8a7d")]
    public void A_length_takes_as_few_bytes_as_possible(Opcode opcode, int length, string head)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.WriteHead(output, opcode, length);
        Assert.Equal(head, Convert.ToHexStringLower(output.WrittenSpan));
    }

    [Fact]
    public void Only_registered_codes_and_those_of_libraries_and_applications_may_be_sent()
    {
        int[] registered = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
        for (var code = 0; code <= ushort.MaxValue; code++)
            Assert.Equal(registered.Contains(code) || code is >= 3000 and <= 4999, CloseCodes.IsValid(code));
    }

    [Theory]
    [InlineData(CloseCode.Normal, "", "")]
    [InlineData(CloseCode.GoingAway, "再见", "再见")]
    public void A_close_body_is_a_code_and_a_reason(CloseCode code, string reason, string expected)
    {
        var body = new byte[125];
        var length = CloseBody.Write(body, code, reason);
        Assert.Equal((byte)((int)code >> 8), body[0]);
        Assert.Equal((byte)code, body[1]);
        Assert.Equal(expected, Encoding.UTF8.GetString(body.AsSpan(2, length - 2)));
    }

    [Fact]
    public void A_reason_that_is_too_long_ends_with_a_whole_character()
    {
        var body = new byte[125];
        var length = CloseBody.Write(body, CloseCode.Normal, "a" + new string('你', 60));
        Assert.Equal(2 + 1 + 40 * 3, length);
        Assert.True(CloseBody.Parse(body.AsSpan(0, length), out _).IsComplete);
        Assert.Equal(0, CloseBody.Write(body, CloseCode.NoCode, "not sent"));
    }
}
