using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer;
using RawSocketServer.Listening;

namespace SideBySide.Capture;

/// <summary>
/// Relays every byte of a TCP connection in both directions and records it. Neither side notices the relay: it forwards a half-close as a
/// half-close, a reset as a reset after the earlier bytes, and a slow receiver slows the sender as usual. Recording never blocks. The
/// exception is an urgent byte (MSG_OOB): it is not part of the stream (RFC 6093 §3) and is not forwarded.
/// </summary>
public sealed class RecordingRelay : IAsyncDisposable
{
    /// <summary>The maximum number of bytes forwarded at once, and so in one event.</summary>
    public const int ChunkSize = 16 * 1024;

    private readonly Destination _to;
    private readonly TimeProvider _time;
    private readonly SocketServer _server;
    private readonly CancellationTokenSource _stopping = new();
    private long _connections;
    private int _paused;

    /// <summary>Creates a relay; <see cref="Start"/> binds it.</summary>
    /// <param name="listen">The address to listen on.</param>
    /// <param name="to">The destination.</param>
    /// <param name="time">The clock of the recording.</param>
    /// <param name="maxConnections">The maximum number of connections; further connections are closed.</param>
    /// <param name="capacity">The number of events that are kept for a slow reader.</param>
    public RecordingRelay(ListenUrl listen, Destination to, TimeProvider time, int maxConnections = 256, int capacity = 1024)
    {
        _to = to;
        _time = time;
        Log = new RelayLog(time, capacity);
        var options = new SocketServerOptions { MaxConnections = maxConnections, DrainTimeout = TimeSpan.FromSeconds(2) };
        _server = new SocketServer(listen, options, ServeAsync, time, NullLogger.Instance, RefuseAsync);
    }

    /// <summary>The recording.</summary>
    public RelayLog Log { get; }

    /// <summary>Its URLs, once it listens.</summary>
    public IReadOnlyList<string> Urls => _server.Urls;

    /// <summary>The number of directions that pause reading until the receiver accepts earlier bytes.</summary>
    internal int Paused => Volatile.Read(ref _paused);

    /// <summary>Binds and listens.</summary>
    /// <exception cref="StartupException">The address cannot be bound.</exception>
    public void Start() => _server.Start();

    /// <summary>Stops listening, resets open connections and ends the recording.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _server.StopAsync();
        Log.End();
        _stopping.Dispose();
    }

    private async Task ServeAsync(SocketConnection connection)
    {
        var id = Interlocked.Increment(ref _connections);
        Log.Record(id, Side.Client, RelayEventKind.Opened, detail: connection.RemoteEndPoint.ToString());
        try
        {
            using var server = await _to.ConnectAsync(_stopping.Token);
            var relayed = new RelayedConnection(id, connection.Socket, server, Log, _time, change => Interlocked.Add(ref _paused, change));
            await relayed.RunAsync(_stopping.Token);
        }
        catch (SocketException e)
        {
            Log.Record(id, Side.Server, RelayEventKind.Unreachable, detail: e.SocketErrorCode.ToString());
            connection.Reset(); // the client is already connected; a reset is closest to a refusal
        }
        catch (OperationCanceledException)
        {
            connection.Reset();
        }
        finally
        {
            Log.Record(id, Side.Client, RelayEventKind.Closed);
        }
    }

    private Task RefuseAsync(SocketConnection connection)
    {
        Log.Record(Interlocked.Increment(ref _connections), Side.Client, RelayEventKind.Refused, detail: connection.RemoteEndPoint.ToString());
        return Task.CompletedTask;
    }
}
