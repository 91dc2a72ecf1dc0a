using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Echo;

/// <summary>
/// Sends each datagram back to where it says it came from (RFC 862). It says so itself: nothing proves it. A datagram with the
/// forged source of another echo service makes the two answer each other until someone pulls a plug (CERT CA-1996-01,
/// CVE-2024-2169). So: one datagram for one, never larger, never an error reply; no answer to well-known ports, to its own port,
/// to multicast or broadcast; and only so many a second. What is not answered is dropped in silence.
/// </summary>
/// <remarks>
/// A response comes from the address that was asked, also where the socket is bound to every address (on Linux; elsewhere the system chooses). A datagram
/// to a broadcast address gets none, since nothing can be sent from there.
/// </remarks>
public sealed class UdpEcho
{
    // One more than the largest payload that IPv4 and IPv6 can carry without jumbograms.
    private const int BufferSize = 65_536;

    // Of every echo in this process: two of them must not be made to answer each other. A port may be bound at several addresses.
    private static readonly ConcurrentDictionary<int, int> s_ownPorts = new();

    private readonly ListenUrl _url;
    private readonly bool _dualMode;
    private readonly bool _reusePort;
    private readonly SourceLimit _limit;
    private readonly bool _limitLoopback;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Socket> _sockets = [];
    private int[] _ports = [];
    private SocketMetrics? _metrics;
    private Task _echoing = Task.CompletedTask;

    /// <summary>Prepares an echo; <see cref="Start"/> binds it.</summary>
    /// <param name="url">Where to receive.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="dualMode">Serve IPv4 as well on a socket bound to <c>[::]</c>.</param>
    /// <param name="reusePort">Share the port with other processes, which get other sources (<see cref="SocketServerOptions.ReusePort"/>).</param>
    /// <param name="time">The clock of the rate limits.</param>
    /// <param name="log">Takes what goes wrong here.</param>
    public UdpEcho(ListenUrl url, UdpEchoOptions options, bool dualMode, bool reusePort, TimeProvider time, ILogger log)
    {
        _url = url;
        _dualMode = dualMode;
        _reusePort = reusePort;
        _limit = new SourceLimit(options, time);
        _limitLoopback = options.LimitLoopback;
        _time = time;
        _log = log;
    }

    /// <summary>The URLs that were bound, with the real port where 0 was asked for. Empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<string> Urls { get; private set; } = [];

    /// <summary>Binds and begins to echo.</summary>
    /// <exception cref="StartupException">The address cannot be bound; nothing is left bound.</exception>
    public void Start()
    {
        foreach (var address in _url.Resolve())
        {
            try
            {
                _sockets.Add(Bind(address));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable && _sockets.Count > 0)
            {
                // localhost on a machine without IPv6 loopback: 127.0.0.1 is enough.
            }
            catch (SocketException e)
            {
                _sockets.ForEach(s => s.Dispose());
                throw new ListenException(_url, e);
            }
        }

        Urls = [.. _sockets.Select(s => ListenUrl.Of(_url.Scheme, (IPEndPoint)s.LocalEndPoint!))];
        _ports = [.. _sockets.Select(PortOf)];
        foreach (var port in _ports)
            s_ownPorts.AddOrUpdate(port, 1, (_, count) => count + 1);
        _metrics = new SocketMetrics("udp", _url, (IPEndPoint)_sockets[0].LocalEndPoint!, active: null, _time);
        _echoing = Task.WhenAll(_sockets.Select(EchoAsync));
    }

    /// <summary>Stops. There is no connection that would have to be drained.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _echoing;
        foreach (var port in Interlocked.Exchange(ref _ports, []))
        {
            if (s_ownPorts.AddOrUpdate(port, 0, (_, count) => count - 1) == 0)
                s_ownPorts.TryRemove(new(port, 0));
        }

        _sockets.ForEach(s => s.Dispose());
    }

    /// <summary>Whether a datagram from there may be answered at all, however rarely it comes.</summary>
    /// <param name="source">Where it says it came from.</param>
    /// <param name="ownPort">The port it came to.</param>
    internal static bool MayAnswer(IPEndPoint source, int ownPort)
    {
        var address = source.Address.IsIPv4MappedToIPv6 ? source.Address.MapToIPv4() : source.Address;
        return source.Port >= 1024 // echo 7, chargen 19, DNS 53, NTP 123: services that would answer back
            && source.Port != ownPort && !s_ownPorts.ContainsKey(source.Port) // another one of us
            && !address.IsIPv6Multicast
            && !(address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is 0 or >= 224) // this network, multicast, reserved, broadcast
            && !address.Equals(IPAddress.IPv6Any);
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private Socket Bind(IPEndPoint address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = _dualMode;
            if (_reusePort)
                SocketServerOptions.SharePort(socket);
            socket.Bind(address);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task EchoAsync(Socket socket)
    {
        await Task.Yield(); // Start returns while the first receive waits
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
        var sender = SourceAddress.MustBeSaid(socket) ? new SourceAddress(socket, buffer) : null;
        var any = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        var ownPort = PortOf(socket);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await EchoOneAsync(socket, sender, buffer, any, ownPort);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                // An earlier answer found no one (Windows reports that here), or the system is short of buffers: it passes, and
                // is no reason to stop for the others. The pause keeps an error that stays from spinning.
                Log.DatagramFailed(_log, _url, e.SocketErrorCode);
                if (e.SocketErrorCode is not (SocketError.ConnectionReset or SocketError.NetworkReset or SocketError.MessageSize))
                    await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
            }
        }
    }

    private async Task EchoOneAsync(Socket socket, SourceAddress? sender, Memory<byte> buffer, IPEndPoint any, int ownPort)
    {
        var received = await socket.ReceiveMessageFromAsync(buffer, SocketFlags.None, any, _stopping.Token);
        var source = (IPEndPoint)received.RemoteEndPoint;
        _metrics!.Received(received.ReceivedBytes);
        var isOffLimits = !MayAnswer(source, ownPort);
        if (isOffLimits || !(IsFree(source.Address) || _limit.TryTake(source.Address)))
        {
            _metrics.Dropped(isOffLimits ? "source" : "rate");
            Log.DatagramDropped(_log, _url, source, received.ReceivedBytes);
            return;
        }

        try
        {
            // A client waits for the address that it has asked (RFC 1122 §4.1.3.5); bound to every address, the system would choose one.
            if (sender is not null)
                sender.Send(received.ReceivedBytes, source, received.PacketInformation.Address);
            else
                await socket.SendToAsync(buffer[..received.ReceivedBytes], SocketFlags.None, source, _stopping.Token);
            _metrics.Sent(received.ReceivedBytes);
        }
        catch (SocketException e)
        {
            Log.DatagramFailed(_log, _url, e.SocketErrorCode); // that source cannot be reached
        }
    }

    private bool IsFree(IPAddress source) => !_limitLoopback && ListenUrl.IsThisMachine(source);
}
