using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>The echo of WebSocket messages, frame by frame and through .NET's client, on every server.</summary>
public sealed class WebSocketTests(ServersFixture servers)
{
    private const string Key = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private const string Fields = Key + "Sec-WebSocket-Version: 13\r\n";
    private const int MaxMessage = 16 * 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// Frames without a mask in hexadecimal, which the test masks; then the expected bytes up to the end of the connection.
    /// </summary>
    [Theory]
    [EachServer("81 05 48656c6c6f | 88 02 03e8", "81 05 48656c6c6f | 88 02 03e8")] // text is returned as text
    [EachServer("82 03 00ff80 | 88 02 03e8", "82 03 00ff80 | 88 02 03e8")] // bytes are returned as bytes
    [EachServer("81 00 | 82 00 | 88 02 03e8", "81 00 | 82 00 | 88 02 03e8")]
    [EachServer("01 02 4865 | 80 03 6c6c6f | 88 02 03e8", "81 05 48656c6c6f | 88 02 03e8")] // a whole message is returned
    [EachServer("01 01 e4 | 00 01 bd | 80 01 a0 | 88 02 03e8", "81 03 e4bda0 | 88 02 03e8")] // a character over three fragments
    [EachServer("89 01 70 | 88 02 03e8", "8a 01 70 | 88 02 03e8")]
    [EachServer("01 01 61 | 89 01 70 | 80 01 62 | 88 02 03e8", "8a 01 70 | 81 02 6162 | 88 02 03e8")] // a ping between fragments
    [EachServer("8a 01 70 | 88 02 03e8", "88 02 03e8")] // an unsolicited pong
    [EachServer("88 02 0fa0", "88 02 0fa0")] // 4000
    [EachServer("88 05 03e9627965 | 81 01 61", "88 02 03e9")] // nothing after a close frame
    [EachServer("c1 01 61", "1002")] // a reserved bit
    [EachServer("83 00", "1002")] // a reserved opcode
    [EachServer("80 01 61", "1002")] // a continuation without a message
    [EachServer("01 01 61 | 81 01 62", "1002")] // a message within another
    [EachServer("09 00", "1002")] // a ping in fragments
    [EachServer("81 01 ff", "1007")]
    [EachServer("01 01 e4 | 80 01 61", "1007")]
    [EachServer("88 01 03", "1002")]
    [EachServer("88 02 03ed", "1002")] // 1005
    public async Task Frames_are_echoed_or_rejected(ServerUnderTest server, string sends, string expected)
    {
        await using var peer = await OpenAsync(server);
        await peer.SendAsync(sends.Split(" | ").SelectMany(Mask).ToArray());
        var received = await peer.ReceiveToEndAsync(); // a reset fails the test
        if (expected.Length == 4)
            Assert.Equal((0x88, int.Parse(expected, CultureInfo.InvariantCulture)), (received[0], (received[2] << 8) | received[3]));
        else
            Assert.Equal(string.Concat(expected.Where(char.IsAsciiHexDigit)), Convert.ToHexStringLower(received));
    }

    [Theory, EachServer]
    public async Task A_frame_without_a_mask_is_rejected(ServerUnderTest server)
    {
        await using var peer = await OpenAsync(server);
        // Four bytes: Kestrel checks the mask bit only after four more bytes, where the mask would be.
        await peer.SendAsync((byte[])[0x81, 0x04, .. "abcd"u8]);
        var close = await peer.ReceiveToEndAsync();
        Assert.Equal((0x88, 1002), (close[0], (close[2] << 8) | close[3]));
    }

    [Theory, EachServer]
    public async Task Frames_in_the_segment_of_the_handshake_are_kept(ServerUnderTest server)
    {
        await using var peer = await servers[server].ConnectAsync();
        var handshake = Encoding.ASCII.GetBytes($"GET /ws/echo HTTP/1.1\r\nHost: a\r\n{Fields}\r\n");
        await peer.SendAsync((byte[])[.. handshake, .. Mask("81 01 61"), .. Mask("88 02 03e8")]);
        await peer.ReceiveUntilAsync("\r\n\r\n");
        Assert.Equal("810161880203e8", Convert.ToHexStringLower(await peer.ReceiveToEndAsync()));
    }

    [Theory]
    [EachServer("", 426)] // no upgrade
    [EachServer("Upgrade: websocket\r\n", 426)]
    [EachServer("Upgrade: h2c\r\nConnection: Upgrade\r\n", 426)]
    [EachServer(Key + "Sec-WebSocket-Version: 12\r\n", 426)]
    [EachServer(Fields + "Origin: http://evil.example\r\n", 403)]
    [EachServer(Fields + "Origin: null\r\n", 403)]
    [EachServer(Fields + "Origin: https://a\r\n", 403)]
    [EachServer(Fields + "Origin: http://a:81\r\n", 403)]
    [EachServer(Fields + "Origin: http://a\r\n", 101)]
    [EachServer(Fields + "Origin: http://a:80\r\n", 101)]
    [EachServer(Fields + "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Extensions: permessage-deflate\r\n", 101)]
    public async Task Only_a_handshake_opens_it_and_nothing_is_agreed_that_was_not_offered(ServerUnderTest server, string fields, int status)
    {
        var answer = await servers[server].AskAsync($"GET /ws/echo HTTP/1.1\r\nHost: a\r\n{fields}\r\n");
        Assert.Equal(status, answer.Status);
        Assert.Equal(status is 426 or 101 ? "websocket" : null, answer["Upgrade"]);
        Assert.Equal(status == 426 ? "13" : null, answer["Sec-WebSocket-Version"]);
        Assert.Equal(status is 426 or 101, answer["Connection"]?.Contains("upgrade", StringComparison.OrdinalIgnoreCase) ?? false);
        Assert.Equal(status == 101 ? "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" : null, answer["Sec-WebSocket-Accept"]);
        Assert.Null(answer["Sec-WebSocket-Protocol"]);
        Assert.Null(answer["Sec-WebSocket-Extensions"]);
    }

    [Theory]
    [EachServer(false)]
    [EachServer(true)]
    public async Task NETs_client_gets_its_messages_back_in_the_clear_and_through_TLS(ServerUnderTest server, bool tls)
    {
        using var client = await ConnectAsync(server, tls);
        foreach (var size in new[] { 0, 5, 126, 65_536, MaxMessage })
        {
            var content = new byte[size];
            new Random(size).NextBytes(content);
            var receiving = ReceiveAsync(client, size);
            await client.SendAsync(content, WebSocketMessageType.Binary, endOfMessage: true, Token);
            var received = await receiving;
            Assert.True(content.AsSpan().SequenceEqual(received));
        }

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    [Theory, EachServer]
    public async Task A_message_that_is_too_large_is_closed_with_1009(ServerUnderTest server)
    {
        using var client = await ConnectAsync(server, tls: false);
        await client.SendAsync(new byte[MaxMessage], WebSocketMessageType.Binary, endOfMessage: false, Token);
        await client.SendAsync(new byte[1], WebSocketMessageType.Binary, endOfMessage: true, Token);
        var close = await client.ReceiveAsync(new byte[1], Token).WaitAsync(Hang.Guard, Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.MessageTooBig), (close.MessageType, client.CloseStatus));
    }

    [Theory, EachServer]
    public async Task A_stop_says_1001(ServerUnderTest server)
    {
        var stopping = await servers.StartAnotherAsync(server);
        using var client = await ConnectAsync(stopping.Http, stopping.Certificate);
        await client.SendAsync("a"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        await ReceiveAsync(client, 1);

        var stop = stopping.DisposeAsync();
        var close = await client.ReceiveAsync(new byte[1], Token).WaitAsync(Hang.Guard, Token);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (close.MessageType, client.CloseStatus));
        await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, Token);
        await stop;
    }

    [Fact]
    public async Task Through_HTTP_2_the_framework_opens_it_as_well()
    {
        var server = servers[ServerUnderTest.Minimal];
        using var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = server.Certificate.TrustThisOnly() } };
        using var invoker = new HttpMessageInvoker(handler);
        using var client = new ClientWebSocket();
        client.Options.HttpVersion = new Version(2, 0);
        client.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        await client.ConnectAsync(new UriBuilder(server.Https) { Scheme = "wss", Path = "/ws/echo" }.Uri, invoker, Token);
        await client.SendAsync("a"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Token);
        Assert.Equal("a"u8.ToArray(), await ReceiveAsync(client, 1));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
    }

    private async Task<Peer> OpenAsync(ServerUnderTest server)
    {
        var peer = await servers[server].ConnectAsync();
        await peer.SendAsync($"GET /ws/echo HTTP/1.1\r\nHost: a\r\n{Fields}\r\n");
        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", await peer.ReceiveUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        return peer;
    }

    private Task<ClientWebSocket> ConnectAsync(ServerUnderTest server, bool tls) =>
        ConnectAsync(tls ? servers[server].Https : servers[server].Http, servers[server].Certificate);

    private static async Task<ClientWebSocket> ConnectAsync(Uri server, DemoCertificate certificate)
    {
        var client = new ClientWebSocket();
        using var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = certificate.TrustThisOnly() } };
        using var invoker = new HttpMessageInvoker(handler);
        var address = new UriBuilder(server) { Scheme = server.Scheme.Replace("http", "ws", StringComparison.Ordinal), Path = "/ws/echo" };
        await client.ConnectAsync(address.Uri, invoker, Token);
        return client;
    }

    private static async Task<byte[]> ReceiveAsync(ClientWebSocket client, int length)
    {
        var content = new byte[length + 1];
        var received = 0;
        while (true)
        {
            var result = await client.ReceiveAsync(content.AsMemory(received), Token).AsTask().WaitAsync(Hang.Guard, Token);
            received += result.Count;
            if (result.EndOfMessage)
                return content[..received];
        }
    }

    // A short frame with the mask of the RFC's example.
    private static IEnumerable<byte> Mask(string frame)
    {
        byte[] key = [0x37, 0xFA, 0x21, 0x3D];
        var bytes = Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal));
        return [bytes[0], (byte)(0x80 | bytes[1]), .. key, .. bytes.Skip(2).Select((b, i) => (byte)(b ^ key[i % 4]))];
    }
}
