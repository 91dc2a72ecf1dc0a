using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SideBySide.Experiments.Running;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Checks.Clients;

/// <summary>
/// A server that sends the same scripted responses to every client, right or wrong: plain sockets, so that each byte and each piece is as
/// the script says. It listens on a free port of 127.0.0.1.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>How many connections and requests it serves. A client that follows so many redirects does not end their loop.</summary>
    public const int MostRequests = 100;

    private static readonly TimeSpan s_lastBytes = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(1);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly EventLog _log = new(TimeProvider.System, null);
    private readonly Lock _gate = new();
    private readonly List<Message> _requests = [];
    private readonly List<Task> _connections = [];
    private readonly ClientCheck _check;
    private readonly Task _accepting;

    private ScriptedServer(ClientCheck check)
    {
        _check = check;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>Its address, with the port.</summary>
    public string Authority => _listener.LocalEndPoint!.ToString()!;

    /// <summary>Everything that happened, in order.</summary>
    public IReadOnlyList<WireEvent> Events => _log.Events;

    /// <summary>The requests, in order of their end.</summary>
    public IReadOnlyList<Message> Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    /// <summary>How many connections it has accepted.</summary>
    public int Connections
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="check">Its responses.</param>
    public static ScriptedServer Start(ClientCheck check) => new(check);

    /// <summary>Waits until all that a client has left behind is received: the client has ended, and its connections with it.</summary>
    public async Task ReceiveRestAsync()
    {
        using var guard = new CancellationTokenSource(s_lastBytes);
        try
        {
            while (_listener.Poll(0, SelectMode.SelectRead))
                await Task.Delay(s_look, guard.Token);
            Task[] connections;
            lock (_gate)
                connections = [.. _connections];
            await Task.WhenAll(connections).WaitAsync(guard.Token);
        }
        catch (OperationCanceledException)
        {
            // Another process that the client has started holds a connection.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_end.Token);
                lock (_gate)
                {
                    if (_connections.Count < MostRequests)
                        _connections.Add(Connection(socket, _connections.Count + 1).ServeAsync(_end.Token));
                    else
                        socket.Dispose();
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It ends.
        }
    }

    private ScriptedConnection Connection(Socket socket, int number) =>
        new(socket, number.ToString(CultureInfo.InvariantCulture), _log, ResponseTo);

    private IReadOnlyList<ServedStep> ResponseTo(Message request)
    {
        lock (_gate)
        {
            _requests.Add(request);
            return _requests.Count > MostRequests ? [new ServedEnd()]
                : _requests.Count > 1 && _check.Further.Count > 0 ? _check.Further
                : _check.Response;
        }
    }
}
