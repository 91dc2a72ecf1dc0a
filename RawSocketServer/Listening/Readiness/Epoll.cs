using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RawSocketServer.Listening.Readiness;

/// <summary>What has become of a socket; several may come at once. The numbers are those of epoll_ctl(2).</summary>
[Flags]
internal enum Readiness : uint
{
    /// <summary>Bytes can be received (EPOLLIN).</summary>
    Bytes = 0x0001,

    /// <summary>Urgent bytes have come (EPOLLPRI): a receive stops in front of them, however many follow.</summary>
    Urgent = 0x0002,

    /// <summary>There is room for bytes to send (EPOLLOUT).</summary>
    Room = 0x0004,

    /// <summary>The connection broke (EPOLLERR).</summary>
    Error = 0x0008,

    /// <summary>Both directions are closed (EPOLLHUP).</summary>
    Closed = 0x0010,

    /// <summary>The peer has finished sending (EPOLLRDHUP).</summary>
    PeerFinished = 0x2000,

    /// <summary>Asks to be told when something changes, and not again and again while it stays as it is (EPOLLET).</summary>
    OnChange = 0x8000_0000,
}

/// <summary>
/// epoll(7): many sockets are registered once, and one system call tells which of them have become ready. It is what .NET's own
/// sockets stand on in Linux; .NET just does not give it to its users.
/// </summary>
internal sealed class Epoll
{
    private const int CloseOnExec = 0x8_0000; // EPOLL_CLOEXEC
    private const int Add = 1; // EPOLL_CTL_ADD

    // struct epoll_event { uint32_t events; uint64_t data; }: packed on x86, aligned elsewhere. In both, as so many int.
    private static readonly bool s_packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int s_stride = s_packed ? 3 : 4;
    private static readonly int s_data = s_packed ? 1 : 2;

    private readonly int _descriptor; // never closed: loops live as long as the process

    public Epoll()
    {
        _descriptor = epoll_create1(CloseOnExec);
        if (_descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Registers a socket for all that can become of it. What it is ready for already is told at once.</summary>
    /// <exception cref="SocketException">The system has no room for one more.</exception>
    public void Register(SafeSocketHandle socket, int number)
    {
        var interest = new int[s_stride];
        interest[0] = unchecked((int)(Readiness.Bytes | Readiness.Urgent | Readiness.Room | Readiness.PeerFinished | Readiness.OnChange));
        interest[s_data] = number;
        if (epoll_ctl(_descriptor, Add, socket, interest) != 0)
            throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
    }

    /// <summary>Waits until at least one socket is ready.</summary>
    /// <returns>How many were stored in <paramref name="events"/>; 0 when a signal came first.</returns>
    public int Wait(Events events) => Math.Max(0, epoll_wait(_descriptor, events.Raw, Events.Capacity, timeout: -1));

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc")]
    private static extern int epoll_ctl(int epoll, int operation, SafeSocketHandle socket, int[] interest);

    [DllImport("libc")]
    private static extern int epoll_wait(int epoll, [In, Out] int[] events, int capacity, int timeout);

    /// <summary>Room for what one wait tells.</summary>
    public sealed class Events
    {
        /// <summary>The most that one wait tells; what is left over comes with the next.</summary>
        public const int Capacity = 256;

        internal int[] Raw { get; } = new int[Capacity * s_stride];

        /// <summary>Which socket it is about, by the number it was registered with, and what has become of it.</summary>
        public (int Number, Readiness Readiness) this[int index] => (Raw[index * s_stride + s_data], (Readiness)Raw[index * s_stride]);
    }
}
