using System.Net.WebSockets;
using Contract.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RawSocketServer.Hosting;

namespace Contract.Tests.Chat;

/// <summary>A room on a socket, and a server that knows only its address.</summary>
internal sealed class RoomWithDoors : IAsyncDisposable
{
    private readonly IHost _room;
    private readonly string _address;
    private bool _isStopped;

    private RoomWithDoors(IHost room, string address, RunningServer server)
    {
        _room = room;
        _address = address;
        Server = server;
    }

    public RunningServer Server { get; }

    public HttpClient Client => Server.Client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RoomWithDoors> StartAsync(
        ServersFixture servers, ServerUnderTest kind, string[]? options = null, string[]? room = null, TimeProvider? clock = null)
    {
        var host = RawSocketServer.Program.Create(
            ["--mode", "chat", "--urls", "tcp://127.0.0.1:0", "--lang", "en", "--Logging:LogLevel:Default=Warning",
                "--Logging:LogLevel:Microsoft.Hosting.Lifetime=None", .. room ?? []]);
        await host.StartAsync(Token);
        var address = host.Services.GetRequiredService<BoundUrls>().Urls[0];
        return new RoomWithDoors(host, address, await servers.StartAnotherAsync(kind, [$"--Chat:Room={address}", .. options ?? []], clock));
    }

    /// <summary>Joins over TCP, and reads the history and its own join.</summary>
    public async Task<Peer> JoinAsync(string name)
    {
        var peer = await Peer.ConnectAsync(_address);
        await peer.SendAsync($"{name}\n");
        await peer.ReceiveUntilAsync($" {name} joined\n");
        return peer;
    }

    /// <summary>Connects over WebSocket, and reads the greeting.</summary>
    public async Task<ChatWebSocket> OpenAsync()
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(Server.Http) { Scheme = "ws", Path = "/chat" }.Uri, Token);
        return new ChatWebSocket(socket);
    }

    /// <summary>Joins over WebSocket, and reads everything up to its own join.</summary>
    public async Task<ChatWebSocket> OpenAsync(string name)
    {
        var socket = await OpenAsync();
        await socket.SayAsync(name);
        await socket.UntilAsync($" {name} joined");
        return socket;
    }

    /// <summary>Opens an event stream, and reads the response's head.</summary>
    public async Task<EventReader> EventsAsync(string? lastEventId = null)
    {
        var peer = await Server.ConnectAsync();
        var field = lastEventId is null ? "" : $"Last-Event-ID: {lastEventId}\r\n";
        await peer.SendAsync($"GET /chat/events HTTP/1.1\r\nHost: a\r\n{field}\r\n");
        return new EventReader(peer, await peer.ReceiveUntilAsync("\r\n\r\n"));
    }

    public async Task<(int Status, string Text)> SayAsync(string name, string text, string? origin = null)
    {
        using var form = new FormUrlEncodedContent([new("name", name), new("text", text)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/chat") { Content = form };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var response = await Client.SendAsync(request, Token);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }

    public async Task<HttpResponseMessage> NextAsync(string after = "") =>
        await Client.GetAsync(new Uri($"/chat/next{after}", UriKind.Relative), Token);

    public async Task StopRoomAsync()
    {
        if (_isStopped)
            return;
        _isStopped = true;
        await _room.StopAsync(Token);
        _room.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await StopRoomAsync();
    }
}
