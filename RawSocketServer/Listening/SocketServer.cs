using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Listening;

/// <summary>Serves one connection from its first byte to its last; when it returns, the socket is closed.</summary>
public delegate Task ConnectionHandler(SocketConnection connection);

/// <summary>
/// The part of a server that is independent of the protocol: create, set options, bind, listen, accept, pass each connection to its
/// handler, and shut down gracefully. Both servers that are written by hand use this class.
/// </summary>
public sealed class SocketServer
{
    // A rejected connection may take a moment to receive its last bytes; a flood of them must not use the resources that the limit
    // protects.
    private const int MaxRejectionsAtOnce = 256;

    private static long s_lastConnectionId;

    private readonly ListenUrl _url;
    private readonly SocketServerOptions _options;
    private readonly ConnectionHandler _serve;
    private readonly ConnectionHandler _reject;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _draining = new();
    private readonly OpenConnections _connections;
    private readonly Acceptor _acceptor;
    private readonly List<Socket> _listeners = [];
    private readonly List<Task> _accepting = [];
    private SocketMetrics? _metrics;
    private ITimer? _watch;
    private int _serving;
    private int _rejecting;

    /// <summary>Prepares a server; <see cref="Start"/> binds it.</summary>
    /// <param name="url">The address to listen on.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="serve">The handler of each accepted connection.</param>
    /// <param name="time">The clock for all deadlines.</param>
    /// <param name="log">Logs errors of this class.</param>
    /// <param name="reject">Sends the last bytes to connections over the limit, within a second; null only closes them.</param>
    public SocketServer(ListenUrl url, SocketServerOptions options, ConnectionHandler serve, TimeProvider time, ILogger log,
        ConnectionHandler? reject = null)
    {
        _url = url;
        _options = options;
        _serve = serve;
        _reject = reject ?? (_ => Task.CompletedTask);
        _time = time;
        _log = log;
        _connections = new OpenConnections(url, time, log);
        _acceptor = new Acceptor(url, time, log, Begin);
        Connect = socket => new SocketConnection(
            Interlocked.Increment(ref s_lastConnectionId), socket, _time, _options.ReadinessLoop, _draining.Token, _metrics);
    }

    /// <summary>The bound URLs, with the real port for 0. Empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<string> Urls { get; private set; } = [];

    /// <summary>Connections being served now, without those over the limit.</summary>
    public int ConnectionCount => Volatile.Read(ref _serving);

    /// <summary>Creates a connection for an accepted socket; tests replace it to simulate a system without resources.</summary>
    internal Func<Socket, SocketConnection> Connect { get; set; }

    /// <summary>Binds, listens and starts to accept. When it returns, clients can connect.</summary>
    /// <exception cref="StartupException">The address cannot be bound; no listener is left open.</exception>
    public void Start()
    {
        foreach (var address in _url.Resolve())
        {
            try
            {
                _listeners.Add(Listen(address));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable && _listeners.Count > 0)
            {
                // localhost on a machine without IPv6 loopback: 127.0.0.1 is enough.
            }
            catch (SocketException e)
            {
                CloseListeners();
                throw new ListenException(_url, e);
            }
        }

        Urls = [.. _listeners.Select(l => ListenUrl.Of(_url.Scheme, (IPEndPoint)l.LocalEndPoint!))];
        _metrics = new SocketMetrics("tcp", _url, (IPEndPoint)_listeners[0].LocalEndPoint!, () => ConnectionCount, _time);
        _watch = _time.CreateTimer(_ => _connections.Check(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _accepting.AddRange(_listeners.Select(_acceptor.AcceptAsync));
    }

    /// <summary>
    /// Stops: closes the listener, waits for work in progress up to <see cref="SocketServerOptions.DrainTimeout"/>, resets the remaining
    /// connections and cancels their handlers. A handler that still runs one second later is abandoned and logged: a shutdown always ends.
    /// </summary>
    /// <param name="now">Cancelled to end the grace period early.</param>
    public async Task StopAsync(CancellationToken now = default)
    {
        CloseListeners();
        await _acceptor.StopAsync();
        await Task.WhenAll(_accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await _draining.CancelAsync();
        await _connections.DrainAsync(_options.DrainTimeout, now);
        if (_watch is not null)
            await _watch.DisposeAsync();
        _metrics?.Dispose();
    }

    private Socket Listen(IPEndPoint address)
    {
        var listener = _options.CreateListener(address.AddressFamily);
        try
        {
            listener = _options.Bind(listener, address);
            listener.Listen(_options.Backlog);
            return listener;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    private void CloseListeners() => _listeners.ForEach(l => l.Dispose());

    private void Begin(Socket accepted)
    {
        SocketConnection connection;
        try
        {
            _options.ApplyTo(accepted);
            connection = Connect(accepted);
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.NoBufferSpaceAvailable)
        {
            // The client has already gone: setting an option on its socket fails.
            Log.AcceptFailed(_log, _url, e.SocketErrorCode);
            accepted.Dispose();
            return;
        }
        catch
        {
            accepted.Dispose(); // out of memory, of threads or of epoll watches: accepting pauses
            throw;
        }

        try
        {
            Begin(connection);
        }
        catch
        {
            connection.Close();
            _connections.Remove(connection);
            throw;
        }
    }

    private void Begin(SocketConnection connection)
    {
        var done = _connections.Add(connection);
        if (Interlocked.Increment(ref _serving) <= _options.MaxConnections)
        {
            _ = ServeAsync(connection, done);
            return;
        }

        Interlocked.Decrement(ref _serving);
        Log.ConnectionRejected(_log, connection.Id, _options.MaxConnections);
        _metrics!.Rejected("capacity");
        connection.Deadline.Set(TimeSpan.FromSeconds(1));
        _ = RejectAsync(connection, done);
    }

    private async Task ServeAsync(SocketConnection connection, TaskCompletionSource done)
    {
        var opened = _metrics!.Opened();
        var failure = await HandleAsync(connection, _serve);
        _metrics.Closed(opened, failure);
        Interlocked.Decrement(ref _serving);
        End(connection, done);
    }

    private async Task RejectAsync(SocketConnection connection, TaskCompletionSource done)
    {
        var overflow = Interlocked.Increment(ref _rejecting) > MaxRejectionsAtOnce;
        await HandleAsync(connection, overflow ? _ => Task.CompletedTask : _reject);
        Interlocked.Decrement(ref _rejecting);
        End(connection, done);
    }

    private void End(SocketConnection connection, TaskCompletionSource done)
    {
        connection.Deadline.Clear();
        _connections.Remove(connection);
        done.SetResult();
    }

    // All errors of a connection end here. Returns the error for the metrics.
    private async Task<string?> HandleAsync(SocketConnection connection, ConnectionHandler handler)
    {
        await Task.Yield(); // the next accept does not wait for this handler's first steps
        try
        {
            var proxy = ProxyOutcome.Received;
            if (handler == _serve && _options.Proxy.Peers.Contains(connection.RemoteEndPoint.Address))
                proxy = await ProxyReception.ReceiveAsync(connection, _options.Proxy, _log);
            if (proxy == ProxyOutcome.Received)
                await handler(connection);
            connection.Close();
            return proxy == ProxyOutcome.Malformed ? "proxy_header" : null;
        }
        catch (Exception e) when (connection.Deadline.IsBrokenBy(e))
        {
            Log.ConnectionBroke(_log, connection.Id, e.Message);
            connection.Reset();
            return e is OperationCanceledException ? "timeout" : "broken";
        }
        catch (Exception e)
        {
            Log.HandlerFailed(_log, e, connection.Id);
            connection.Reset();
            return e.GetType().FullName;
        }
    }
}
