using System.Net;
using System.Net.Sockets;

namespace SideBySide.Tests.Experiments;

/// <summary>All tests of this process share the thread pool: tests of an idle pool run alone.</summary>
[CollectionDefinition(nameof(IdlePool), DisableParallelization = true)]
public sealed class IdlePool;

/// <summary>A server in this process that accepts connections and then does nothing.</summary>
internal sealed class IdleServer : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public IdleServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(); // the kernel completes connections
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndPoint!;

    public void Dispose() => _listener.Dispose();
}

/// <summary>A stopped clock, although its timers fire: only evidence ends a wait on it.</summary>
internal sealed class StandingTime : TimeProvider
{
    private int _timers;

    /// <summary>The number of timers so far: each wait sets one.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override long GetTimestamp() => 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _ = Interlocked.Increment(ref _timers);
        return base.CreateTimer(callback, state, dueTime, period);
    }
}
