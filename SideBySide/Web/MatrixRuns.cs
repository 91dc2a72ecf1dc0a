using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary>Runs the whole matrix on the servers of this repository, once at a time, and keeps the last result for as long as this process lives.</summary>
/// <param name="catalogue">The experiments.</param>
/// <param name="servers">The servers.</param>
/// <param name="warmUp">Readies them before they are asked.</param>
/// <param name="time">The clock.</param>
/// <param name="lifetime">Ends a run with the program.</param>
internal sealed class MatrixRuns(Catalogue catalogue, ServerSet servers, ServerWarmUp warmUp, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private readonly Lock _lock = new();
    private volatile MatrixJson? _last;
    private MatrixRun? _run;

    /// <summary>The last one that was run to its end.</summary>
    public MatrixJson? Last => _last;

    /// <summary>The one that goes on; null when none does.</summary>
    public MatrixRun? Running
    {
        get
        {
            lock (_lock)
                return _run is { IsOver: false } run ? run : null;
        }
    }

    /// <summary>The run that goes on, or a new one.</summary>
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
/// One run of the matrix. It keeps its events (<c>cell</c> for each cell, <c>done</c> with the whole), so that each watcher gets all of them,
/// also one that comes later. There are as many as cells.
/// </summary>
internal sealed class MatrixRun
{
    private readonly Lock _lock = new();
    private readonly List<SseItem<object>> _events = [];
    private readonly CancellationTokenSource _stop;
    private TaskCompletionSource _news = New();
    private Exception? _failure;

    /// <summary>Begins.</summary>
    /// <param name="work">Reports an event by its name and its data, from any thread.</param>
    /// <param name="stopping">Ends it.</param>
    public MatrixRun(Func<Action<string, object>, CancellationToken, Task> work, CancellationToken stopping)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _ = Task.Run(() => WorkAsync(work, _stop.Token), CancellationToken.None);
    }

    /// <summary>Whether it has ended: completed, stopped or failed.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Ends it. What it has found until then is not kept.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>All events from the first one to the last. A watcher that leaves does not end the run.</summary>
    /// <exception cref="Exception">The run failed: the stream breaks.</exception>
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
            // Stopped: the watchers see the end without "done".
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
