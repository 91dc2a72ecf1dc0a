using RawSocketServer.Listening;

namespace RawSocketServer.Tests;

/// <summary>A <see cref="SocketServer"/> with the test's handler, on a free port of 127.0.0.1.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private static readonly ListenUrl s_url = new("tcp", "127.0.0.1", 0);

    public Listener(ConnectionHandler serve, SocketServerOptions? options = null, TimeProvider? time = null, ConnectionHandler? reject = null)
    {
        Server = new SocketServer(s_url, options ?? new SocketServerOptions(), serve, time ?? TimeProvider.System, Log, reject);
        Server.Start();
    }

    public LogCapture Log { get; } = new();

    public SocketServer Server { get; }

    public Task<Peer> ConnectAsync() => Peer.ConnectAsync(Server.Urls[0]);

    public Task StopAsync() => Server.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>Waits for a state that the server reaches soon.</summary>
    public static async Task UntilAsync(Func<bool> reached)
    {
        using var late = new CancellationTokenSource(Hang.Guard);
        while (!reached())
            await Task.Delay(5, late.Token);
    }

    public async ValueTask DisposeAsync() => await Server.StopAsync(new CancellationToken(canceled: true));
}
