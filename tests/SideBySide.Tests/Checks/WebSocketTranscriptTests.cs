using SideBySide.Checks;
using SideBySide.Experiments;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Tests.Checks;

/// <summary>What a server sent, as words: each kind of frame, and everything that a server must not send.</summary>
public sealed class WebSocketTranscriptTests
{
    private const string Head = @"HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, upgrade\r\n";
    private const string Accept = $@"Sec-WebSocket-Accept: {WebSocketTranscript.Accept}\r\n\r\n";

    [Theory]
    [InlineData("", "101")]
    [InlineData(@"\x81\x05hello", "101 text:hello")]
    [InlineData(@"\x81\0\x82\x02\xFF\0", "101 text: binary:#ff00")]
    [InlineData(@"\x01\x02he\x89\x01p\x00\x01l\x80\x02lo", "101 ping:p text:hello")]
    [InlineData(@"\x8A\x02hi\x88\x04\x03\xEAno", "101 pong:hi close:1002")]
    [InlineData(@"\x88\0", "101 close")]
    [InlineData(@"\x81\x0Ea b c d e f g h", "101 text:14-bytes !cut")]
    [InlineData(@"\x81\x0Eaaaaaaaaaaaone", "101 text:a×11one")]
    [InlineData(@"\x81\x85\x20\x20\x20\x20HELLO", "101 !masked text:hello")]
    [InlineData(@"\x81\x06hello", "101 !cut")]
    [InlineData(@"\x81\xFE\x00", "101 !cut")]
    [InlineData(@"\x81\x7E\x00\x05hello", "101 !length text:hello")]
    [InlineData(@"\x81\x7F\0\0\0\0\0\0\0\x05hello", "101 !length text:hello")]
    [InlineData(@"\x81\x7F\xFF\0\0\0\0\0\0\0hello", "101 !cut")]
    [InlineData(@"\xC1\x02hi", "101 !reserved-bits text:hi")]
    [InlineData(@"\x83\x02hi", "101 !reserved-opcode")]
    [InlineData(@"\x8B\0", "101 !reserved-opcode")]
    [InlineData(@"\x09\x00", "101 !control ping:")]
    [InlineData(@"\x88\x01a", "101 !close")]
    [InlineData(@"\x80\x02hi", "101 !fragments binary:hi")]
    [InlineData(@"\x01\x02he\x81\x02hi", "101 !fragments text:hi")]
    [InlineData(@"\x81\x02\xC3\x28", "101 !utf-8 text:#c328")]
    public void Frames_become_words(string frames, string expected) => Assert.Equal(expected, Transcript(Head + Accept + frames));

    [Theory]
    [InlineData(Head + @"\r\n", "101 !accept")]
    [InlineData(@"HTTP/1.1 101 X\r\nUpgrade: websocket\r\n" + Accept, "101 !upgrade")]
    [InlineData(@"HTTP/1.1 101 X\r\nConnection: upgrade\r\n" + Accept, "101 !upgrade")]
    [InlineData(Head + @"Sec-WebSocket-Protocol: chat\r\n" + Accept, "101 !unasked")]
    [InlineData(@"HTTP/1.1 426 X\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n", "426 versions")]
    [InlineData(@"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n", "404")]
    [InlineData("", "nothing")]
    [InlineData("hello", "!bytes")]
    public void A_response_to_the_handshake_becomes_words(string response, string expected) => Assert.Equal(expected, Transcript(response));

    private static string Transcript(string text)
    {
        var received = EscapedBytes.Parse(text);
        var responses = ParsedResponses.Read(received);
        return WebSocketTranscript.Of(new ConnectionOutcome("a", OutcomeKind.Answers, ConnectionEnd.Unseen, responses, received));
    }
}
