namespace RawSocketServer.Tests.Chat;

/// <summary>A client of the room over a socket that reads whole lines.</summary>
internal sealed class ChatPeer(Peer peer) : IAsyncDisposable
{
    public Peer Peer => peer;

    /// <summary>Connects, and reads the greeting.</summary>
    public static async Task<ChatPeer> ConnectAsync(RunningServer server)
    {
        var peer = new ChatPeer(await server.ConnectAsync());
        Assert.Matches("^\\* room [0-9a-f]{8} .+$", await peer.LineAsync());
        return peer;
    }

    /// <summary>Connects and joins, and reads the history and its own join.</summary>
    public static async Task<ChatPeer> JoinedAsync(RunningServer server, string name, Action<System.Net.Sockets.Socket>? configure = null)
    {
        var peer = new ChatPeer(await Peer.ConnectAsync(server.EndPoint("tcp"), configure));
        await peer.SayAsync(name);
        await peer.Peer.ReceiveUntilAsync($" {name} joined\n");
        return peer;
    }

    /// <summary>Connects and sends a first line.</summary>
    public static async Task<ChatPeer> JoinAsync(RunningServer server, string firstLine)
    {
        var peer = await ConnectAsync(server);
        await peer.SayAsync(firstLine);
        return peer;
    }

    public Task SayAsync(string line) => peer.SendAsync(line + "\n");

    public async Task<string> LineAsync() => (await peer.ReceiveUntilAsync("\n")).TrimEnd('\n');

    public async Task<string[]> LinesAsync(int count)
    {
        var lines = new string[count];
        for (var i = 0; i < count; i++)
            lines[i] = await LineAsync();
        return lines;
    }

    /// <summary>Receives lines until FIN; a reset fails the test.</summary>
    public async Task<string[]> LinesToEndAsync() => (await peer.ReceiveTextToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public ValueTask DisposeAsync() => peer.DisposeAsync();
}
