using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Echo;
using RawSocketServer.Listening;

namespace SideBySide.Experiments.Running;

/// <summary>A way to find out how long this machine takes, right now, to bring a few bytes to a server and back.</summary>
internal interface IControlExchange
{
    /// <summary>Exchanges a few bytes with a server that always responds at once.</summary>
    /// <returns>The slowest round trip.</returns>
    Task<TimeSpan> MeasureAsync(CancellationToken cancellation);
}

/// <summary>
/// Control exchanges with an echo listener in this process. It uses the same socket server, threads and processors as the servers under
/// test, so it is as late as they are. The servers under test do not see it: a connection more would change what is observed of them.
/// </summary>
internal sealed class ControlExchange : IControlExchange
{
    // One after the other: each may meet another moment of a busy machine, and the slowest counts.
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
        socket.LingerState = new LingerOption(true, 0); // closes with a reset, so that no TIME_WAIT remains
    }

    // It listens until the process ends.
    private static IPEndPoint Listen()
    {
        var echo = new TcpEcho(new TcpEchoOptions(), NullLogger.Instance);
        var server = new SocketServer(new ListenUrl("tcp", "127.0.0.1", 0), new SocketServerOptions(), echo.ServeAsync, TimeProvider.System, NullLogger.Instance);
        server.Start();
        return IPEndPoint.Parse(new Uri(server.Urls[0]).Authority);
    }
}

/// <summary>The same for a server in another process, perhaps on another machine: its kernel accepts one connection more.</summary>
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
            // It takes no more connections: the time until it was known counts all the same.
        }

        return TimeSpan.FromTicks(Math.Max(roundTrip.Ticks, time.GetElapsedTime(begin).Ticks));
    }
}
