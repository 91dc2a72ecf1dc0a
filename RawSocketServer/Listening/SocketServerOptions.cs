using System.Net;
using System.Net.Sockets;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Listening;

/// <summary>How a <see cref="SocketServer"/> listens, accepts and stops. Every default has a precedent among well-known servers.</summary>
public record SocketServerOptions
{
    // Of keep-alive probes: the silence before the first (the kernel waits 2 h; Go 15 s), and the time between two, in seconds.
    private const int FirstProbe = 120, NextProbe = 15;

    /// <summary>
    /// Length of the backlog: connections that the kernel completes before they are accepted; 1 to 65535. Default 512 (Kestrel 512, nginx
    /// 511).
    /// </summary>
    public int Backlog { get; init; } = 512;

    /// <summary>
    /// Bind although old connections of this port are in TIME_WAIT (SO_REUSEADDR). Default true, as in every well-known server: without it,
    /// a server that closed first cannot restart for a minute. Windows needs no such option (its option of that name lets a second program
    /// steal the port), so there false means exclusive use and true does nothing.
    /// </summary>
    public bool ReuseAddress { get; init; } = true;

    /// <summary>Serve IPv4 as well on a socket bound to <c>[::]</c>. Default true.</summary>
    public bool DualMode { get; init; } = true;

    /// <summary>Send small segments at once instead of waiting for the acknowledgement of earlier ones (TCP_NODELAY, RFC 896).
    /// Default true.</summary>
    public bool NoDelay { get; init; } = true;

    /// <summary>Let the kernel probe silent peers, so that a vanished machine is noticed (SO_KEEPALIVE). Default true.</summary>
    public bool KeepAlive { get; init; } = true;

    /// <summary>The kernel's receive buffer in bytes (SO_RCVBUF); 0 leaves the kernel's automatic size. Default 0.</summary>
    public int ReceiveBufferSize { get; init; }

    /// <summary>The kernel's send buffer in bytes (SO_SNDBUF); 0 leaves the kernel's automatic size. Default 0.</summary>
    public int SendBufferSize { get; init; }

    /// <summary>
    /// Connections served at once; 1 or more. A connection over the limit gets a short response and is closed. Default 10,000.
    /// </summary>
    public int MaxConnections { get; init; } = 10_000;

    /// <summary>How long a shutdown waits for work in progress before it resets the rest; 0 or more. Default 8 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// On Linux, use an event loop (epoll), which is about twice as fast as .NET's asynchronous sockets. No effect elsewhere. Default true;
    /// false shows the difference.
    /// </summary>
    public bool ReadinessLoop { get; init; } = true;

    /// <summary>The proxies that name their client in a PROXY header. Default: none.</summary>
    public ProxyOptions Proxy { get; init; } = new();

    /// <summary>
    /// Let other processes of the same user listen on the same port; the kernel distributes connections among them (SO_REUSEPORT, like
    /// nginx's <c>reuseport</c>). So one machine can run a worker per processor, and one worker can be replaced while the others serve;
    /// connections in the backlog of a stopping worker are lost. Linux only. Default false: a second server on a port is then an error.
    /// </summary>
    public bool ReusePort { get; init; }

    /// <summary>Checks every range.</summary>
    /// <param name="section">The configuration section of the values, for the error message.</param>
    /// <exception cref="StartupException">A value is out of range; the message names it.</exception>
    public void Validate(string section)
    {
        Check.Range(section, nameof(Backlog), Backlog, 1, 65_535);
        Check.Range(section, nameof(MaxConnections), MaxConnections, 1, int.MaxValue);
        Check.Range(section, nameof(ReceiveBufferSize), ReceiveBufferSize, 0, int.MaxValue);
        Check.Range(section, nameof(SendBufferSize), SendBufferSize, 0, int.MaxValue);
        Check.Range(section, nameof(DrainTimeout), DrainTimeout, TimeSpan.Zero, TimeSpan.FromHours(1));
        Proxy.Validate($"{section}:{nameof(Proxy)}");
        if (ReusePort && !OperatingSystem.IsLinux())
            throw new UsageException(Messages.NotOnThisSystem($"{section}:{nameof(ReusePort)}"));
    }

    /// <summary>Creates the listening socket and sets the options that are required before bind.</summary>
    internal Socket CreateListener(AddressFamily family)
    {
        var listener = new Socket(family, SocketType.Stream, ProtocolType.Tcp);
        if (family == AddressFamily.InterNetworkV6)
            listener.DualMode = DualMode;
        if (!ReuseAddress && OperatingSystem.IsWindows())
            listener.ExclusiveAddressUse = true;
        if (ReusePort)
            SharePort(listener);

        // Accepted sockets inherit buffer sizes, and only a size that is set before listen affects the TCP window.
        if (ReceiveBufferSize > 0)
            listener.ReceiveBufferSize = ReceiveBufferSize;
        if (SendBufferSize > 0)
            listener.SendBufferSize = SendBufferSize;
        return listener;
    }

    /// <summary>Binds, with or without address reuse; returns the socket to listen with.</summary>
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

    /// <summary>Sets the options of each accepted socket.</summary>
    internal void ApplyTo(Socket accepted)
    {
        accepted.NoDelay = NoDelay;
        if (!KeepAlive)
            return;
        accepted.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        accepted.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, FirstProbe);
        accepted.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, NextProbe);
    }
}
