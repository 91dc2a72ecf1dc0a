using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Echo;
using RawSocketServer.Listening;

namespace SideBySide.Experiments.Running;

/// <summary>Measures the current round-trip time of a few bytes between this machine and a server.</summary>
internal interface IControlExchange
{
    /// <summary>Exchanges a few bytes with a server that responds immediately.</summary>
    /// <returns>The slowest round trip.</returns>
    Task<TimeSpan> MeasureAsync(CancellationToken cancellation);
}

/// <summary>
/// Control exchanges with an echo listener in this process. It shares the socket server, threads and processors of the servers under test,
/// so it is equally late. The servers under test do not see it: an extra connection would change the observation.
/// </summary>
internal sealed class ControlExchange : IControlExchange
{
    // In sequence: each meets another moment of a busy machine. The slowest counts.
    private const int Exchanges = 3;

    private static readonly Lazy<IPEndPoint> s_listener = new(Listen);

    private readonly TimeProvider _time;

    public ControlExchange(TimeProvider time) => _time = time;

    public async Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; i < Exchanges; i++)
        {
            var begin = _time.GetTimestamp();
            await ExchangeAsync(s_listener.Value, cancellation);
            slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, _time.GetElapsedTime(begin).Ticks));
        }

        return slowest;
    }

    private static async Task ExchangeAsync(IPEndPoint listener, CancellationToken cancellation)
    {
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(listener, cancellation);
        var message = new byte[1];
        _ = await socket.SendAsync(message, cancellation);
        _ = await socket.ReceiveAsync(message, cancellation);
        socket.ResetOnClose(); // closes with a reset, so that no TIME_WAIT remains
    }

    // The echo listener runs until the process ends.
    private static IPEndPoint Listen()
    {
        var echo = new TcpEcho(new TcpEchoOptions(), NullLogger.Instance);
        var server = new SocketServer(new ListenUrl("tcp", "127.0.0.1", 0), new SocketServerOptions(), echo.ServeAsync, TimeProvider.System, NullLogger.Instance);
        server.Start();
        return IPEndPoint.Parse(new Uri(server.Urls[0]).Authority);
    }
}

/// <summary>Also connects to a server in another process, perhaps on another machine; its kernel accepts the connection.</summary>
/// <param name="here">The control exchanges in this process.</param>
/// <param name="server">The server under test.</param>
/// <param name="time">The clock.</param>
internal sealed class DistantControlExchange(IControlExchange here, IPEndPoint server, TimeProvider time) : IControlExchange
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    public async Task<TimeSpan> MeasureAsync(CancellationToken cancellation)
    {
        var roundTrip = await here.MeasureAsync(cancellation);
        var begin = time.GetTimestamp();
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var late = new CancellationTokenSource(s_longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            await socket.ConnectAsync(server, either.Token);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // The server accepts no more connections. The time until then still counts.
        }

        return TimeSpan.FromTicks(Math.Max(roundTrip.Ticks, time.GetElapsedTime(begin).Ticks));
    }
}
