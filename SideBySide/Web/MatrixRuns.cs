using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary>Runs the whole matrix on this repository's servers, one run at a time, and keeps the last result in memory.</summary>
/// <param name="catalogue">The experiments.</param>
/// <param name="servers">The servers.</param>
/// <param name="warmUp">Warms the servers up first.</param>
/// <param name="time">The clock.</param>
/// <param name="lifetime">Ends a run when the program stops.</param>
internal sealed class MatrixRuns(Catalogue catalogue, ServerSet servers, ServerWarmUp warmUp, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private readonly Lock _lock = new();
    private volatile MatrixJson? _last;
    private MatrixRun? _run;

    /// <summary>The last complete result.</summary>
    public MatrixJson? Last => _last;

    /// <summary>The current run; null for none.</summary>
    public MatrixRun? Running
    {
        get
        {
            lock (_lock)
                return _run is { IsOver: false } run ? run : null;
        }
    }

    /// <summary>The current run, or a new one.</summary>
    public MatrixRun StartOrJoin()
    {
        lock (_lock)
            return _run is { IsOver: false } ? _run : _run = new MatrixRun(RunAsync, lifetime.ApplicationStopping);
    }

    private async Task RunAsync(Action<string, object> tell, CancellationToken cancellation)
    {
        await warmUp.ReadyAsync(cancellation);
        var matrix = await Matrix.RunAsync(new Runner(time), catalogue.All, TargetServer.All(servers), cell => tell("cell", MatrixProgressJson.Of(cell)), cancellation);
        tell("done", _last = MatrixJson.Of(matrix));
    }
}

/// <summary>
/// One run of the matrix. It keeps its events (<c>cell</c> for each cell, <c>done</c> with the whole), so that each watcher receives all of
/// them, even a late one. Their number is bounded by the number of cells.
/// </summary>
internal sealed class MatrixRun
{
    private readonly Lock _lock = new();
    private readonly List<SseItem<object>> _events = [];
    private readonly CancellationTokenSource _stop;
    private TaskCompletionSource _news = New();
    private Exception? _failure;

    /// <summary>Starts a run.</summary>
    /// <param name="work">Reports an event by its name and its data, from any thread.</param>
    /// <param name="stopping">Ends the run.</param>
    public MatrixRun(Func<Action<string, object>, CancellationToken, Task> work, CancellationToken stopping)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _ = Task.Run(() => WorkAsync(work, _stop.Token), CancellationToken.None);
    }

    /// <summary>Whether it has ended: completed, stopped or failed.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Ends the run and discards its cells.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>All events of the run. A watcher that leaves does not end the run.</summary>
    /// <exception cref="Exception">The run failed: the stream is aborted.</exception>
    public async IAsyncEnumerable<SseItem<object>> WatchAsync([EnumeratorCancellation] CancellationToken aborted)
    {
        for (var at = 0; ;)
        {
            SseItem<object>[] events;
            Task news;
            bool isOver;
            lock (_lock)
                (events, news, isOver) = ([.. _events[at..]], _news.Task, IsOver);
            foreach (var item in events)
                yield return item;
            at += events.Length;
            if (isOver)
                break;
            await news.WaitAsync(aborted);
        }

        if (_failure is not null)
            throw new InvalidOperationException(_failure.Message, _failure);
    }

    private async Task WorkAsync(Func<Action<string, object>, CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work((name, data) => Change(() => _events.Add(new SseItem<object>(data, name))), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopped: the stream of a watcher ends without "done".
        }
        catch (Exception e)
        {
            _failure = e;
        }

        Change(() => IsOver = true);
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _news.SetResult();
            _news = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
