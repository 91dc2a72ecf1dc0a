using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Measure.Steps;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary>
/// <c>GET /api/matrix</c>: the last run of all experiments on all servers. <c>POST /api/matrix</c> starts a run or joins the current one;
/// <c>GET /api/matrix/running</c> only joins; <c>POST /api/matrix/stop</c> ends it. A run belongs to the program, not to a page: it
/// survives a reload.
/// </summary>
internal static class MatrixRoute
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/matrix", Results<Ok<MatrixJson>, NoContent> (MatrixRuns runs) => runs.Last is { } last ? TypedResults.Ok(last) : TypedResults.NoContent());
        api.MapPost("/matrix", ServerSentEventsResult<object> (MatrixRuns runs, CancellationToken aborted) => TypedResults.ServerSentEvents(runs.StartOrJoin().WatchAsync(aborted)))
            .RequireRateLimiting(PageLimits.Matrix)
            .TakesAtMost(1024);
        api.MapGet("/matrix/running", Results<ServerSentEventsResult<object>, NoContent> (MatrixRuns runs, CancellationToken aborted) =>
                runs.Running is { } run ? TypedResults.ServerSentEvents(run.WatchAsync(aborted)) : TypedResults.NoContent())
            .RequireRateLimiting(PageLimits.Matrix);
        api.MapPost("/matrix/stop", NoContent (MatrixRuns runs) =>
        {
            runs.Running?.Stop();
            return TypedResults.NoContent();
        }).TakesAtMost(1024);
    }
}

/// <summary>A new cell.</summary>
/// <param name="Experiment">Its row.</param>
/// <param name="Server">Its column.</param>
/// <param name="Summary">A short summary.</param>
/// <param name="Sentence">The summary as a sentence.</param>
/// <param name="Expected">Whether the outcome was expected; null without an expectation.</param>
/// <param name="Verdict">Whether HTTP allows this.</param>
/// <param name="Deviation">The documented reason for a deviation.</param>
internal sealed record MatrixProgressJson(string Experiment, string Server, string Summary, LocalizedText Sentence, bool? Expected, Verdict Verdict, LocalizedText? Deviation)
{
    public static MatrixProgressJson Of(Observation cell) =>
        new(cell.Experiment.Id, cell.Target.Id, cell.Summary, OutcomeText.Of(cell), cell.IsExpected, cell.Verdict, cell.Deviation);
}

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

/// <summary><c>GET /api/steps</c>: the steps from a socket to HTTP: the additions, the remaining faults and the size of each.</summary>
internal static class StepsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/steps", Ok<StepsJson> (MatrixRuns runs) => TypedResults.Ok(new StepsJson(CodeCount.Rule,
        [.. MeasuredSteps.All.Select(step => MeasuredStepJson.Of(step, runs.Last?.Servers.FirstOrDefault(server => server.Id == step.Id)))])));
}

/// <summary>The steps.</summary>
/// <param name="Rule">The rule of counting.</param>
/// <param name="Steps">The steps in order; then the base of the complete server, and the framework.</param>
internal sealed record StepsJson(LocalizedText Rule, IReadOnlyList<MeasuredStepJson> Steps);

/// <summary>A step.</summary>
/// <param name="Id">The server's id, if it is a server.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file or folder.</param>
/// <param name="Adds">Its additions to the step below.</param>
/// <param name="Breaks">Its remaining faults.</param>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
/// <param name="Verdicts">The number of experiments with each verdict in the last matrix run here; null before.</param>
/// <param name="Files">The paths of all its files; <c>/api/source</c> has their texts.</param>
internal sealed record MeasuredStepJson(string Id, LocalizedText Name, string Path, LocalizedText Adds, LocalizedText Breaks, int Lines, int Branches,
    SideBySide.Experiments.VerdictCounts? Verdicts, IReadOnlyList<string> Files)
{
    public static MeasuredStepJson Of(MeasuredStep step, SideBySide.Experiments.MatrixServerJson? score) => new(
        step.Id, step.Name, step.Path, step.Adds, step.StillBreaks, step.Count.Lines, step.Count.Branches, score?.Verdicts, step.Files);
}
