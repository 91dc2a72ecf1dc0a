using System.Text;
using HandRolledHttp.Tests.WebSocket;
using SideBySide.Http;

namespace SideBySide.Tests.Http;

/// <summary>From the handshake into frames: when a connection is a WebSocket, and whose frames these are.</summary>
public sealed class WebSocketDissectionTests
{
    private const string Ask = "GET /ws/echo HTTP/1.1\r\nHost: a\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

    private const string Switch = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

    private static readonly byte[] s_sent = Join(Ask, Frames.Parse(@"text(Hi) close(\x03\xe8)"));
    private static readonly byte[] s_received = Join(Switch, Frames.Parse(@"text(Hi) close(\x03\xe8)", isMasked: false));

    [Fact]
    public void Frames_follow_the_handshake_in_both_directions()
    {
        Assert.Equal(["request", "frame", "frame"], Kinds(Dissector.Read(s_sent)));
        Assert.Equal(["response", "frame", "frame"], Kinds(Dissector.Read(s_received)));
        Assert.Equal([true, true], Dissector.Read(s_sent).Messages.Select(m => m.Frame?.IsMasked).OfType<bool>());
        Assert.Equal([false, false], Dissector.Read(s_received).Messages.Select(m => m.Frame?.IsMasked).OfType<bool>());
        Assert.All(Dissector.Read(s_sent).Messages, message => Assert.Null(message.Notes));
    }

    [Fact]
    public void The_direction_decides_about_the_mask()
    {
        Assert.Equal("MaskMissing", Dissector.Read(Join(Ask, Frames.Parse("text(Hi)", isMasked: false))).Refusal!.Reason);
        Assert.Equal("MaskUnexpected", Dissector.Read(Join(Switch, Frames.Parse("text(Hi)"))).Refusal!.Reason);
    }

    [Fact]
    public void A_request_behind_a_handshake_is_a_request_unless_the_server_has_switched()
    {
        var sent = Join(Ask + Ask, Frames.Parse("text(Hi)"));
        var likeText = Join(Ask, 0x41);

        Assert.Equal(["request", "request", "frame"], Kinds(Dissector.Read(sent)));
        Assert.Equal(["request", "request"], Kinds(Dissector.Read(likeText)));
        Assert.Equal("ReservedBits", Dissector.Connection(likeText, Join(Switch), ended: false).Requests.Refusal!.Reason);
        Assert.Equal(
            ["request", "request", "frame"],
            Kinds(Dissector.Connection(sent, Join("HTTP/1.1 204 No Content\r\n\r\n" + Switch), ended: false).Requests));
    }

    [Fact]
    public void Frames_for_a_server_that_did_not_switch_are_no_frames()
    {
        var (requests, _) = Dissector.Connection(s_sent, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), ended: true);

        Assert.Equal(("request", "MethodInvalid"), (requests.Messages[1].Kind, requests.Refusal!.Reason));
    }

    [Fact]
    public void A_server_that_is_more_lenient_than_HandRolledHttp_is_followed()
    {
        var lenient = Join(Ask.Replace("13", "8", StringComparison.Ordinal), s_sent[Ask.Length..]);

        Assert.Equal(["request", "request"], Kinds(Dissector.Read(lenient)));
        var (requests, _) = Dissector.Connection(lenient, s_received, ended: true);
        Assert.Equal(["request", "frame", "frame"], Kinds(requests));
        Assert.Contains("WebSocketVersionUnknown", Assert.Single(requests.Messages[0].Notes!).En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upgrade: WebSocket\r\n", "Upgrade: WebSocket\r\nOrigin: http://elsewhere.example\r\n", "OriginForeign", true)]
    [InlineData("Connection: keep-alive, Upgrade\r\n", "", "UpgradeRequired", false)]
    [InlineData("ZQ==", "ZQ=", "WebSocketKeyInvalid", false)]
    public void A_note_says_why_HandRolledHttp_rejects_a_handshake(string part, string instead, string reason, bool isFollowed)
    {
        var request = Dissector.Read(Encoding.ASCII.GetBytes(Ask.Replace(part, instead, StringComparison.Ordinal))).Messages[0];

        Assert.Equal((null, true, isFollowed), (request.Refusal, request.IsComplete, request.Request!.Upgrade is not null));
        Assert.Contains(reason, Assert.Single(request.Notes!).En, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_protocol_and_an_extension_are_not_interpreted()
    {
        Assert.Equal(["response", "rest"], Kinds(Dissector.Read(Join(Switch.Replace("websocket", "h2c", StringComparison.Ordinal), 0x81, 0))));
        var extended = Switch.Replace("\r\n\r\n", "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n", StringComparison.Ordinal);
        Assert.Equal(["response", "frame", "rest"], Kinds(Dissector.Read(Join(extended, 0x81, 0, 0xC1, 1, 0))));
        Assert.Equal(["request", "rest"], Kinds(Dissector.Connection(Join(Ask, 0xC1, 0x80, 0, 0, 0, 0), Join(extended), ended: false).Requests));
    }

    [Fact]
    public void The_payload_of_frames_is_content_and_the_rest_is_protocol()
    {
        var sent = ByteBreakdown.Http(Dissector.Read(s_sent));

        Assert.Equal((s_sent.Length, 4, 0), (sent.Bytes, sent.Content, sent.Unparsed)); // Hi, and a close code
    }

    [Fact]
    public void A_connection_is_followed_into_frames_wherever_it_is_cut()
    {
        for (var cut = 1; cut <= s_received.Length; cut++)
        {
            var connection = new ConnectionDissector();
            string[] client = [.. Feed(connection.Client, s_sent, Ask.Length, 0), .. Feed(connection.Client, s_sent, s_sent.Length, Ask.Length)];
            string[] server = [.. Feed(connection.Server, s_received, cut, 0), .. Feed(connection.Server, s_received, s_received.Length, cut)];

            Assert.Equal(["request", "text Hi", "close "], client);
            Assert.Equal(["response", "text Hi", "close "], server);
        }
    }

    [Fact]
    public void Frames_that_arrive_byte_by_byte_are_told_once_and_behind_the_handshake_it_is_no_HTTP()
    {
        var connection = new ConnectionDissector();
        var told = new List<string>();
        foreach (var one in s_sent)
            told.AddRange(connection.Client.Add([one]).Select(Tell));

        Assert.Equal(["request", "text Hi", "close "], told);
        Assert.False(connection.Client.IsHttp);
        Assert.Empty(connection.Client.Add(Frames.Parse("text(behind the close)")));
    }

    [Fact]
    public void A_broken_frame_is_told_while_it_happens_and_ends_the_telling()
    {
        var connection = new ConnectionDissector();
        _ = connection.Client.Add(Encoding.ASCII.GetBytes(Ask));

        Assert.Equal("MaskMissing", Assert.Single(connection.Client.Add([0x81, 0x05])).Refusal!.Reason);
        Assert.Empty(connection.Client.Add(Frames.Parse("text(Hi)")));
    }

    private static byte[] Join(string head, params byte[] frames) => [.. Encoding.ASCII.GetBytes(head), .. frames];

    private static IEnumerable<string> Feed(StreamDissector stream, byte[] bytes, int to, int from) => stream.Add(bytes.AsSpan(from, to - from)).Select(Tell);

    private static string Tell(Message message) => message.Frame is { } frame ? $"{frame.Opcode} {frame.Payload}" : message.Kind;

    private static IEnumerable<string> Kinds(Dissection dissection) => dissection.Messages.Select(message => message.Kind);
}
