using System.Net;
using System.Net.Sockets;

namespace SideBySide.Tests.Experiments;

/// <summary>All tests of this process share the thread pool: tests of an idle pool run while no other test runs.</summary>
[CollectionDefinition(nameof(IdlePool), DisableParallelization = true)]
public sealed class IdlePool;

/// <summary>A server of this process that accepts connections and then does nothing.</summary>
internal sealed class IdleServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public IdleServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(); // the kernel accepts
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose() => _listener.Dispose();
}

/// <summary>A clock on which no time passes, though its timers fire: a wait on it is ended by evidence alone.</summary>
internal sealed class StandingTime : TimeProvider
{
    private int _timers;

    /// <summary>How many timers have been set: each wait sets one.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _ = Interlocked.Increment(ref _timers);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
