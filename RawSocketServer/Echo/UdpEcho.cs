using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Echo;

/// <summary>
/// Sends each datagram back to its source address (RFC 862). The address can be forged. A datagram with the forged source of another echo
/// service makes the two respond to each other forever (CERT CA-1996-01, CVE-2024-2169). So: one datagram for one, never larger, never an
/// error reply; no response to well-known ports, to its own port, to multicast or broadcast; and a limited number per second. Other
/// datagrams are dropped silently.
/// </summary>
/// <remarks>
/// A response comes from the address that received the datagram, also if the socket is bound to every address (on Linux; elsewhere the
/// kernel chooses). A datagram to a broadcast address gets no response, since it cannot be a source.
/// </remarks>
public sealed class UdpEcho
{
    // One more than the largest payload of IPv4 and IPv6 without jumbograms.
    private const int BufferSize = 65_536;

    // The ports of every echo in this process: two of them must not respond to each other. A port may be bound at several addresses.
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
    /// <param name="url">The address to bind.</param>
    /// <param name="options">Validated options.</param>
    /// <param name="dualMode">Serve IPv4 as well on a socket bound to <c>[::]</c>.</param>
    /// <param name="reusePort">
    /// Share the port with other processes, which serve other sources (<see cref="SocketServerOptions.ReusePort"/>).
    /// </param>
    /// <param name="time">The clock of the rate limits.</param>
    /// <param name="log">Logs errors of this class.</param>
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

    /// <summary>The bound URLs, with the real port for 0. Empty before <see cref="Start"/>.</summary>
    public IReadOnlyList<string> Urls { get; private set; } = [];

    /// <summary>Binds and starts the echo.</summary>
    /// <exception cref="StartupException">The address cannot be bound; no socket is left bound.</exception>
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

    /// <summary>Stops. UDP has no connections to finish.</summary>
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

    /// <summary>Whether a datagram from this source may get a response at all.</summary>
    /// <param name="source">The source address.</param>
    /// <param name="ownPort">The port that received it.</param>
    internal static bool MayRespondTo(IPEndPoint source, int ownPort)
    {
        var address = source.Address.IsIPv4MappedToIPv6 ? source.Address.MapToIPv4() : source.Address;
        return source.Port >= 1024 // echo 7, chargen 19, DNS 53, NTP 123: services that would respond again
            && source.Port != ownPort && !s_ownPorts.ContainsKey(source.Port) // another echo of this process
            && !address.IsIPv6Multicast
            // this network, multicast, reserved, broadcast
            && !(address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is 0 or >= 224)
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
                // An earlier response had no recipient (Windows reports that here), or the kernel is short of buffers: a temporary error,
                // so the loop continues. The pause keeps a permanent error from spinning.
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
        var isOffLimits = !MayRespondTo(source, ownPort);
        if (isOffLimits || !(IsFree(source.Address) || _limit.TryTake(source.Address)))
        {
            _metrics.Dropped(isOffLimits ? "source" : "rate");
            Log.DatagramDropped(_log, _url, source, received.ReceivedBytes);
            return;
        }

        try
        {
            // A client expects the response from the address that it used (RFC 1122 §4.1.3.5); on a socket bound to every address the
            // kernel would choose one.
            if (sender is not null)
                sender.Send(received.ReceivedBytes, source, received.PacketInformation.Address);
            else
                await socket.SendToAsync(buffer[..received.ReceivedBytes], SocketFlags.None, source, _stopping.Token);
            _metrics.Sent(received.ReceivedBytes);
        }
        catch (SocketException e)
        {
            Log.DatagramFailed(_log, _url, e.SocketErrorCode); // this source is unreachable
        }
    }

    private bool IsFree(IPAddress source) => !_limitLoopback && ListenUrl.IsThisMachine(source);
}
