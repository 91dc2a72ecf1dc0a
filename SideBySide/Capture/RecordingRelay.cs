using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer;
using RawSocketServer.Listening;

namespace SideBySide.Capture;

/// <summary>
/// Stands in front of any TCP port, passes every byte on in both directions and records it. Neither side can tell: a half-close is passed on
/// as a half-close, a reset as a reset after what was sent before it, and whoever reads slowly slows the other side exactly as without a relay. Recording waits for nobody.
/// An urgent byte (MSG_OOB) is the exception: it is no part of the stream (RFC 6093 §3), and it is not passed on.
/// </summary>
public sealed class RecordingRelay : IAsyncDisposable
{
    /// <summary>The most that is passed on at once, and so the most that one event holds.</summary>
    public const int ChunkSize = 16 * 1024;

    private readonly Destination _to;
    private readonly TimeProvider _time;
    private readonly SocketServer _server;
    private readonly CancellationTokenSource _stopping = new();
    private long _connections;
    private int _paused;

    /// <summary>Prepares a relay; <see cref="Start"/> binds it.</summary>
    /// <param name="listen">Where to listen.</param>
    /// <param name="to">Where to pass the bytes.</param>
    /// <param name="time">The clock of the recording.</param>
    /// <param name="maxConnections">Connections at once; one more is closed.</param>
    /// <param name="capacity">Events that are kept for a reader who is late.</param>
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

    /// <summary>Where it listens, once it does.</summary>
    public IReadOnlyList<string> Urls => _server.Urls;

    /// <summary>Directions in which nothing more is read now, since the other side has not taken what was sent to it.</summary>
    internal int Paused => Volatile.Read(ref _paused);

    /// <summary>Binds and listens.</summary>
    /// <exception cref="StartupException">The address cannot be bound.</exception>
    public void Start() => _server.Start();

    /// <summary>Stops to listen, cuts what is open, and ends the recording.</summary>
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
            connection.Reset(); // connecting had succeeded already; this is the nearest to a refusal
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
