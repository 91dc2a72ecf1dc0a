using System.Threading.Tasks.Sources;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// A flag that can be awaited: raised when a socket has become ready, lowered before the next attempt. A raise is never lost, and
/// a raise too many does no harm: it costs one attempt that finds nothing. Awaiting it allocates nothing, because the same
/// object serves every wait; so only one can wait at a time.
/// </summary>
internal sealed class ReadyFlag : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Lowered = 0, Raised = 1, Awaited = 2;

    private ManualResetValueTaskSourceCore<bool> _wait;
    private int _state;

    public bool IsRaised => Volatile.Read(ref _state) == Raised;

    /// <summary>From here on only what comes next counts. Not while someone waits.</summary>
    public void Lower() => Interlocked.Exchange(ref _state, Lowered);

    /// <summary>Whoever waits goes on, on this very thread, before this returns.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref _state, Raised) == Awaited)
            _wait.SetResult(true);
    }

    /// <summary>As <see cref="Raise"/>, for a thread that has something else to do: whoever waits goes on in the thread pool.</summary>
    public void RaiseElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Done as soon as the flag is raised; it stays raised.</summary>
    public ValueTask WaitAsync()
    {
        if (IsRaised)
            return ValueTask.CompletedTask;
        _wait.Reset();
        return Interlocked.CompareExchange(ref _state, Awaited, Lowered) == Lowered
            ? new ValueTask(this, _wait.Version)
            : ValueTask.CompletedTask; // raised meanwhile
    }

    void IThreadPoolWorkItem.Execute() => Raise();

    void IValueTaskSource.GetResult(short token) => _wait.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);
}
