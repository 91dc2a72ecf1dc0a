using System.Net.WebSockets;
using System.Text;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Tests.Server;
using HandRolledHttp.Web;
using Microsoft.Extensions.Logging;
using TestKit;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>
/// WebSockets over real sockets, without and with TLS, with both implementations of socket operations; .NET's client is the other end.
/// </summary>
public sealed class ServerTests : IDisposable
{
    private readonly LogCapture _log = new();

    public static TheoryData<string, string> Ways => Server.AbortTests.Ways;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Messages_of_NETs_client_come_back_whatever_their_size_and_fragments(string scheme, string readinessLoop)
    {
        await using var server = await StartAsync(scheme, readinessLoop);
        using var client = await ConnectAsync(server);
        var random = new Random(17);
        int[] sizes = [0, 1, 125, 126, 127, 4_000, 65_535, 65_536, 300_000, 1 << 20, .. Enumerable.Range(0, 60).Select(_ => random.Next(20_000))];
        foreach (var size in sizes)
        {
            var isText = random.Next(2) == 0;
            var content = new byte[size];
            random.NextBytes(content);
            if (isText)
                content = Encoding.UTF8.GetBytes(string.Concat(content.Take(size / 3).Select(b => (char)(0x4E00 + b))));

            var sending = SendAsync(client, content, isText, random);
            var (received, kind) = await ReceiveAsync(client, content.Length);
            await sending;
            Assert.Equal(isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary, kind);
            Assert.True(content.AsSpan().SequenceEqual(received), $"{content.Length} bytes differ");
        }

        await client.CloseAsync((WebSocketCloseStatus)4321, "done", Token);
        Assert.Equal((WebSocketCloseStatus)4321, client.CloseStatus);
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_server_closes_TCP_first_and_only_after_the_close_frames(string scheme, string readinessLoop)
    {
        await using var server = await StartAsync(scheme, readinessLoop);
        await using var client = await server.ConnectAsync();
        await client.SendAsync(Conversation.Open + Frames.Latin1("text(a) close(\\x03\\xe8)"));
        await client.ReceiveUntilAsync("\r\n\r\n");
        var frames = Frames.Read(await client.ReceiveTextToEndAsync()); // the client sent no close frame
        Assert.Equal([Conversation.Text("a"), Conversation.Close(1000)], frames);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_close_frame_of_a_broken_rule_survives_what_the_client_still_sends(string scheme, string readinessLoop)
    {
        await using var server = await StartAsync(scheme, readinessLoop);
        await using var client = await server.ConnectAsync();
        await client.SendAsync(Conversation.Open + Frames.Latin1("text(a)"));
        await client.ReceiveUntilAsync("\x81\x01" + "a");
        await client.SendAsync("\x81\x05Hello" + new string('x', 100_000));
        var frames = Frames.Read(await client.ReceiveTextToEndAsync());
        Assert.Equal([Conversation.Close(1002, "A client must mask every frame. (RFC 6455 §5.1)")], frames);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stop_says_1001_to_every_client_and_ends_with_their_close_frames(string scheme, string readinessLoop)
    {
        await using var server = await StartAsync(scheme, readinessLoop, "--Http:Sockets:DrainTimeout", "01:00:00");
        using var busy = await ConnectAsync(server);
        using var idle = await ConnectAsync(server);
        await SendAsync(busy, "a"u8.ToArray(), isText: true, new Random(1));
        await ReceiveAsync(busy, 1);

        var stopping = server.StopAsync();
        foreach (var client in new[] { busy, idle })
        {
            var close = await client.ReceiveAsync(new byte[16], Token);
            Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (close.MessageType, client.CloseStatus));
            await client.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, Token);
        }

        await stopping.WaitAsync(Hang.Guard, Token);
        Assert.DoesNotContain(_log.Lines, line => line.Contains("in time", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_reset_ends_the_session(string scheme, string readinessLoop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StartAsync(scheme, readinessLoop, async (socket, closed) =>
        {
            await using var registration = closed.Register(ended.SetResult);
            await Conversation.EchoAsync(socket, closed);
        });
        await using var client = await server.ConnectAsync();
        await client.SendAsync(Conversation.Open + Frames.Latin1("text(a)"));
        await client.ReceiveUntilAsync("\x81\x01" + "a");

        client.Reset();

        await ended.Task.WaitAsync(Hang.Guard, Token);
        await _log.UntilAsync(entry => entry.Line.Contains("broke", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Both_ends_may_send_at_once(string scheme, string readinessLoop)
    {
        const int Count = 2_000;
        await using var server = await StartAsync(scheme, readinessLoop, async (socket, closed) =>
        {
            var sending = Task.Run(async () =>
            {
                for (var i = 0; i < Count; i++)
                    await socket.SendAsync(new byte[i % 5000]);
            }, closed);
            var received = 0;
            while (await socket.ReceiveAsync() is not null)
                received++;
            await sending;
            Assert.Equal(Count, received);
        });
        using var client = await ConnectAsync(server);
        var random = new Random(3);
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
                await SendAsync(client, new byte[i % 3000], isText: false, random);
        }, Token);
        for (var i = 0; i < Count; i++)
            Assert.Equal(i % 5000, (await ReceiveAsync(client, i % 5000)).Content.Length);
        await sending;
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    public void Dispose() => _log.Dispose();

    private Task<RunningWebServer> StartAsync(string scheme, string readinessLoop, params string[] options) =>
        StartAsync(scheme, readinessLoop, Conversation.EchoAsync, options);

    private Task<RunningWebServer> StartAsync(string scheme, string readinessLoop, WebSocketSession session, params string[] options) =>
        RunningWebServer.StartAsync(scheme, _log,
            routes => routes.MapGet("/ws", (_, response) => response.WebSocketAsync(session)),
            ["--Http:Sockets:ReadinessLoop", readinessLoop, .. options]);

    private static async Task<ClientWebSocket> ConnectAsync(RunningWebServer server)
    {
        var client = new ClientWebSocket();
        client.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => RunningWebServer.IsItsCertificate(certificate);
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions(); // offered, and declined
        await client.ConnectAsync(new UriBuilder(server.Url.Replace("http", "ws", StringComparison.Ordinal)) { Path = "/ws" }.Uri, Token);
        return client;
    }

    private static async Task SendAsync(ClientWebSocket client, byte[] content, bool isText, Random random)
    {
        var kind = isText ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
        var sent = 0;
        while (random.Next(3) == 0 && sent < content.Length)
        {
            var length = random.Next(content.Length - sent);
            await client.SendAsync(content.AsMemory(sent, length), kind, endOfMessage: false, Token);
            sent += length;
        }

        await client.SendAsync(content.AsMemory(sent), kind, endOfMessage: true, Token);
    }

    private static async Task<(byte[] Content, WebSocketMessageType Kind)> ReceiveAsync(ClientWebSocket client, int length)
    {
        var content = new byte[length + 1];
        var received = 0;
        ValueWebSocketReceiveResult result;
        do
        {
            result = await client.ReceiveAsync(content.AsMemory(received), Token).AsTask().WaitAsync(Hang.Guard, Token);
            received += result.Count;
        }
        while (!result.EndOfMessage);
        return (content[..received], result.MessageType);
    }
}
