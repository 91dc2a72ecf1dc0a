using System.Threading.Tasks.Sources;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// An awaitable flag: raised when a socket is ready, lowered before the next attempt. A raise is never lost, and an extra raise is
/// harmless: it costs one unsuccessful attempt. Awaiting allocates nothing, because the same object serves every wait; so only one wait is
/// possible at a time.
/// </summary>
internal sealed class ReadyFlag : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Lowered = 0, Raised = 1, Awaited = 2;

    private ManualResetValueTaskSourceCore<bool> _wait;
    private int _state;

    public bool IsRaised => Volatile.Read(ref _state) == Raised;

    /// <summary>Lowers the flag; only later raises count. Not during a wait.</summary>
    public void Lower() => Interlocked.Exchange(ref _state, Lowered);

    /// <summary>Resumes the wait on this thread, before this method returns.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref _state, Raised) == Awaited)
            _wait.SetResult(true);
    }

    /// <summary>Like <see cref="Raise"/>, for a busy thread: the wait resumes in the thread pool.</summary>
    public void RaiseElsewhere() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <summary>Completes when the flag is raised; it stays raised.</summary>
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
