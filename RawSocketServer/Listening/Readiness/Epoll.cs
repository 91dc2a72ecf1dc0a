using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RawSocketServer.Listening.Readiness;

/// <summary>The events of a socket; several may occur at once. The numbers are those of epoll_ctl(2).</summary>
[Flags]
internal enum Readiness : uint
{
    /// <summary>Bytes can be received (EPOLLIN).</summary>
    Bytes = 0x0001,

    /// <summary>Urgent bytes have arrived (EPOLLPRI): a receive stops before them.</summary>
    Urgent = 0x0002,

    /// <summary>There is space for bytes to send (EPOLLOUT).</summary>
    Room = 0x0004,

    /// <summary>The connection broke (EPOLLERR).</summary>
    Error = 0x0008,

    /// <summary>Both directions are closed (EPOLLHUP).</summary>
    Closed = 0x0010,

    /// <summary>The peer has finished sending (EPOLLRDHUP).</summary>
    PeerFinished = 0x2000,

    /// <summary>Reports only changes, not the same state again and again (EPOLLET).</summary>
    OnChange = 0x8000_0000,
}

/// <summary>
/// epoll(7): many sockets are registered once, and one system call returns the ready ones. .NET's own sockets use it on Linux, but .NET has
/// no public interface to it.
/// </summary>
internal sealed class Epoll
{
    private const int CloseOnExec = 0x8_0000; // EPOLL_CLOEXEC
    private const int Add = 1; // EPOLL_CTL_ADD

    // struct epoll_event { uint32_t events; uint64_t data; }: packed on x86, aligned elsewhere. In both cases an array of int.
    private static readonly bool s_packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int s_stride = s_packed ? 3 : 4;
    private static readonly int s_data = s_packed ? 1 : 2;

    private readonly int _descriptor; // never closed: loops run until the process ends

    public Epoll()
    {
        _descriptor = epoll_create1(CloseOnExec);
        if (_descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Registers a socket for all events. Events that are already pending are reported at once.</summary>
    /// <exception cref="SocketException">The kernel has no memory for one more.</exception>
    public void Register(SafeSocketHandle socket, int number)
    {
        var interest = new int[s_stride];
        interest[0] = unchecked((int)(Readiness.Bytes | Readiness.Urgent | Readiness.Room | Readiness.PeerFinished | Readiness.OnChange));
        interest[s_data] = number;
        if (epoll_ctl(_descriptor, Add, socket, interest) != 0)
            throw new SocketException((int)SocketError.NoBufferSpaceAvailable);
    }

    /// <summary>Waits until at least one socket is ready.</summary>
    /// <returns>The number of events stored in <paramref name="events"/>; 0 if a signal came first.</returns>
    public int Wait(Events events) => Math.Max(0, epoll_wait(_descriptor, events.Raw, Events.Capacity, timeout: -1));

    [DllImport("libc", SetLastError = true)]
    private static extern int epoll_create1(int flags);

    [DllImport("libc")]
    private static extern int epoll_ctl(int epoll, int operation, SafeSocketHandle socket, int[] interest);

    [DllImport("libc")]
    private static extern int epoll_wait(int epoll, [In, Out] int[] events, int capacity, int timeout);

    /// <summary>The event buffer of one wait.</summary>
    public sealed class Events
    {
        /// <summary>The maximum number of events per wait; the rest comes with the next.</summary>
        public const int Capacity = 256;

        internal int[] Raw { get; } = new int[Capacity * s_stride];

        /// <summary>The registered number of the socket, and its events.</summary>
        public (int Number, Readiness Readiness) this[int index] => (Raw[index * s_stride + s_data], (Readiness)Raw[index * s_stride]);
    }
}
