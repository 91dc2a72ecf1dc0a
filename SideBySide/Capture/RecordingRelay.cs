using System.Net.Sockets;
using System.Text.Json.Serialization;
using System.Threading.Channels;
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

    private readonly ResolvedHost _to;
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
    public RecordingRelay(ListenUrl listen, ResolvedHost to, TimeProvider time, int maxConnections = 256, int capacity = 1024)
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

/// <summary>
/// The unread events of a relay. Recording never waits: without a reader the oldest event is dropped and counted.
/// </summary>
public sealed class RelayLog
{
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly Channel<RelayEvent> _events;
    private long _dropped;

    /// <summary>Creates a log and starts its time.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="capacity">The maximum number of events; each has at most <see cref="RecordingRelay.ChunkSize"/> bytes.</param>
    public RelayLog(TimeProvider time, int capacity)
    {
        _time = time;
        _start = time.GetTimestamp();
        _events = Channel.CreateBounded<RelayEvent>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>All events, live, for one reader; completes when the relay has stopped.</summary>
    public ChannelReader<RelayEvent> Events => _events.Reader;

    /// <summary>The number of events dropped so far because of a slow reader.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal void Record(long connection, Side from, RelayEventKind kind, ReadOnlyMemory<byte> bytes = default, string? detail = null) =>
        _events.Writer.TryWrite(new RelayEvent(connection, _time.GetElapsedTime(_start), from, kind, bytes, detail));

    internal void End() => _events.Writer.TryComplete();
}

/// <summary>A side of a connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Side>))]
public enum Side
{
    /// <summary>The side that connected.</summary>
    [JsonStringEnumMemberName("client")]
    Client,

    /// <summary>The side that accepted.</summary>
    [JsonStringEnumMemberName("server")]
    Server,
}

/// <summary>The kinds of events on a relayed connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RelayEventKind>))]
public enum RelayEventKind
{
    /// <summary>The client connected.</summary>
    [JsonStringEnumMemberName("opened")]
    Opened,

    /// <summary>The bytes of one receive.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes,

    /// <summary>The side has half-closed (FIN); the other side may still send.</summary>
    [JsonStringEnumMemberName("finished")]
    Finished,

    /// <summary>The side has reset the connection (RST); the relay resets the other side.</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,

    /// <summary>The server was not reachable, and the relay reset the client; <see cref="RelayEvent.Detail"/> says why.</summary>
    [JsonStringEnumMemberName("unreachable")]
    Unreachable,

    /// <summary>One connection too many; the relay closed it immediately.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>The connection has ended.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,
}

/// <summary>One event on a relayed connection.</summary>
/// <param name="Connection">The connection's number, from 1.</param>
/// <param name="At">The time since the start of the relay.</param>
/// <param name="From">The acting side.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Bytes">The bytes; empty for the other kinds.</param>
/// <param name="Detail">The client's address of an opened connection; the error of an unreachable server.</param>
public sealed record RelayEvent(long Connection, TimeSpan At, Side From, RelayEventKind Kind, ReadOnlyMemory<byte> Bytes = default, string? Detail = null);
