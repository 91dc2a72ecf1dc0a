using System.Net;
using System.Net.Sockets;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Listening;

/// <summary>How a <see cref="SocketServer"/> listens, accepts and stops. Every default has a precedent among well-known servers.</summary>
public record SocketServerOptions
{
    /// <summary>Connections that the system may hold complete but not yet accepted; 1 to 65535. Default 512 (Kestrel 512, nginx 511).</summary>
    public int Backlog { get; init; } = 512;

    /// <summary>
    /// Bind although old connections of this port still linger in TIME_WAIT (SO_REUSEADDR). Default true, as every well-known
    /// server has it: without it a server that closed first cannot restart for a minute. Windows needs no such option (and what
    /// carries its name there lets a second program steal the port), so there false asks for exclusive use and true for nothing.
    /// </summary>
    public bool ReuseAddress { get; init; } = true;

    /// <summary>Serve IPv4 as well on a socket bound to <c>[::]</c>. Default true.</summary>
    public bool DualMode { get; init; } = true;

    /// <summary>Send small segments at once instead of waiting for the acknowledgement of earlier ones (TCP_NODELAY, RFC 896). Default true.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>Let the system probe silent peers, so that a vanished machine is noticed (SO_KEEPALIVE). Default true.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>Silence before the first probe; 1 s or more, whole seconds. Default 2 min (the system's own default is 2 h).</summary>
    public TimeSpan KeepAliveTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Time between two probes; 1 s or more, whole seconds. Default 15 s.</summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The kernel's receive buffer in bytes (SO_RCVBUF); 0 leaves the system's own tuning. Default 0.</summary>
    public int ReceiveBufferSize { get; init; }

    /// <summary>The kernel's send buffer in bytes (SO_SNDBUF); 0 leaves the system's own tuning. Default 0.</summary>
    public int SendBufferSize { get; init; }

    /// <summary>Connections served at once; 1 or more. One more is handed to the refusal, then closed. Default 10,000.</summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>How long a stop waits for what has begun before it resets the rest; 0 or more. Default 8 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// On Linux, serve connections from a loop of our own (epoll), which is about twice as fast as .NET's asynchronous sockets.
    /// Elsewhere it changes nothing. Default true; false shows what it brings.
    /// </summary>
    public bool ReadinessLoop { get; init; } = true;

    /// <summary>Which peers are proxies that tell for whom they connect. Default: none.</summary>
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>
    /// Let other processes of the same user listen on the same port; the system deals connections out among them (SO_REUSEPORT, as
    /// nginx's <c>reuseport</c>). So one machine runs as many workers as it has processors, and one can be replaced while the others
    /// serve; what waits unaccepted at one that stops is lost. Linux only. Default false: a second server on a port by mistake is told.
    /// </summary>
    public bool ReusePort { get; init; }

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section that the values came from, for the sentence.</param>
    /// <exception cref="StartupException">A value is out of range; the sentence names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(Backlog), Backlog, 1, 65_535);
        Check.Range(section, nameof(MaxConnections), MaxConnections, 1, int.MaxValue);
        Check.Range(section, nameof(ReceiveBufferSize), ReceiveBufferSize, 0, int.MaxValue);
        Check.Range(section, nameof(SendBufferSize), SendBufferSize, 0, int.MaxValue);
        Check.Range(section, nameof(KeepAliveTime), KeepAliveTime, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check.Range(section, nameof(KeepAliveInterval), KeepAliveInterval, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
        Check.Range(section, nameof(DrainTimeout), DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        Proxy.Validate($"{section}:{nameof(Proxy)}");
        if (ReusePort && !OperatingSystem.IsLinux())
            throw new UsageException(Messages.NotOnThisSystem($"{section}:{nameof(ReusePort)}"));
    }

    /// <summary>Creates the listening socket's twin in options: everything that must be set before bind.</summary>
    internal Socket CreateListener(AddressFamily family)
    {
        var listener = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
            listener.DualMode = DualMode;
        if (!ReuseAddress && OperatingSystem.IsWindows())
            listener.ExclusiveAddressUse = true;
        if (ReusePort)
            SharePort(listener);

        // Accepted sockets inherit buffer sizes, and only a size that is set before listen shapes the TCP window.
        if (ReceiveBufferSize > 0)
            listener.ReceiveBufferSize = ReceiveBufferSize;
        if (SendBufferSize > 0)
            listener.SendBufferSize = SendBufferSize;
        return listener;
    }

    /// <summary>Binds, with address reuse or without; returns the socket to listen with.</summary>
    internal Socket Bind(Socket listener, IPEndPoint address)
    {
        if (!ReuseAddress && !OperatingSystem.IsWindows())
            return StrictBind.Bind(listener, address);
        listener.Bind(address);
        return listener;
    }

    /// <summary>Sets SO_REUSEPORT, for which .NET has no name; before bind.</summary>
    internal static void SharePort(Socket socket)
    {
        const int SocketLevel = 1, ReusePortOption = 15; // SOL_SOCKET, SO_REUSEPORT of Linux
        socket.SetRawSocketOption(SocketLevel, ReusePortOption, BitConverter.GetBytes(1));
    }

    /// <summary>Sets what each accepted socket needs for itself.</summary>
    internal void ApplyTo(Socket accepted)
    {
        accepted.NoDelay = NoDelay;
        if (!KeepAlive)
            return;
        accepted.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        accepted.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, (int)KeepAliveTime.TotalSeconds);
        accepted.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, (int)KeepAliveInterval.TotalSeconds);
    }
}
