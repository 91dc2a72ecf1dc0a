using System.Diagnostics;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks;

/// <summary>The options of a run.</summary>
/// <param name="StopsAtFirst">Whether it ends with the first failure.</param>
/// <param name="Known">Ids of checks with a known failure.</param>
/// <param name="Progress">Called before each check with its number, from 1, and the total.</param>
internal sealed record CheckRunOptions(bool StopsAtFirst, IReadOnlySet<string> Known, Action<int, int, CheckItem>? Progress = null);

/// <summary>Runs one check after the other on a server, and restarts its program if it has ended.</summary>
/// <param name="ladder">All checks.</param>
/// <param name="subject">The server.</param>
/// <param name="routes">Its routes.</param>
/// <param name="options">The options.</param>
internal sealed class CheckRun(CheckLadder ladder, CheckSubject subject, CheckRoutes routes, CheckRunOptions options)
{
    // A connection without a response has already shown the end. A guard against a program that closes its listener and continues.
    private static readonly TimeSpan s_end = TimeSpan.FromSeconds(5);

    // A program may end a moment after the connection that ends it.
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(2);

    private static readonly IReadOnlyList<ScriptStep> s_sign =
    [
        new SendStep("sign", "GET {get} HTTP/1.1\\r\\nHost: {authority}\\r\\nConnection: close\\r\\n\\r\\n", 1, 0, TimeSpan.Zero, TimeSpan.FromSeconds(1)),
        new AwaitStep("sign", new AwaitCondition(Bytes: 1), TimeSpan.FromSeconds(5)),
    ];

    // The checks in which a client ends its connection early, by FIN and by RST.
    private static readonly IReadOnlyList<string> s_departures = ["client-leaves", "client-resets"];

    private const int Signs = 3; // a program of this machine may be late with one response, on a busy machine

    private readonly Runner _runner = new(TimeProvider.System);
    private readonly CheckJudge _judge = new(ladder);
    private readonly Dictionary<string, CheckResult> _results = [];
    private Observation? _last;

    /// <summary>Runs the checks.</summary>
    /// <param name="items">The checks, in order.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public async Task<CheckReport> RunAsync(IReadOnlyList<CheckItem> items, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        var stopped = false;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (stopped)
            {
                _ = _results.TryAdd(item.Id, CheckResult.Without(item, CheckOutcome.NotRun, CheckTexts.Stopped));
                continue;
            }

            options.Progress?.Invoke(i + 1, items.Count, item);
            if (item.NeedsPost && routes.Post is null)
            {
                _results[item.Id] = CheckResult.Without(item, CheckOutcome.NotBuilt, CheckTexts.NoPostRoute);
                continue;
            }

            if (item.WebSocket?.NeedsEcho == true && !routes.Echoes)
            {
                _results[item.Id] = CheckResult.Without(item, CheckOutcome.NotBuilt, CheckTexts.NoEcho);
                continue;
            }

            var tried = Stopwatch.GetTimestamp();
            var result = (await ResultAsync(item, cancellation)) with { Elapsed = Stopwatch.GetElapsedTime(tried) };
            if (result.Outcome == CheckOutcome.Failed && options.Known.Contains(result.Item.Id))
                result = result with { Outcome = CheckOutcome.Known };
            Keep(item, result);
            stopped = result.Outcome == CheckOutcome.Failed
                && (options.StopsAtFirst || (!subject.IsStarted && result.Explanation == CheckTexts.Unreachable));
        }

        var inOrder = ladder.All.Where(item => _results.ContainsKey(item.Id)).Select(item => _results[item.Id]);
        return new CheckReport([.. inOrder], Stopwatch.GetElapsedTime(begin));
    }

    /// <summary>Runs a script on the server.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="script">The steps, with variables for the routes.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public async Task<Observation> ObserveAsync(string id, IReadOnlyList<ScriptStep> script, CancellationToken cancellation)
    {
        var server = await subject.ServerAsync(cancellation);
        return await _runner.RunAsync(Experiment.Of(id, Transport.Tcp, [.. script.Select(routes.Fill)]), server, null, cancellation);
    }

    private async Task<CheckResult> ResultAsync(CheckItem item, CancellationToken cancellation)
    {
        if (item.Script.Count > 0 || _last is null)
        {
            var observed = await ObserveAsync(item.Id, item.Script.Count > 0 ? item.Script : ladder.Only(item.Id)[0].Script, cancellation);
            _last = observed with { Experiment = observed.Experiment with { Title = item.Title } };
        }

        var result = _judge.Judge(item, _last);
        var ended = await EndAsync(_last, cancellation);
        if (ended is { } how)
        {
            // The check itself passes, now or on a new server: the server ended because a client left, this one or, noticed late, the one before.
            var output = subject.Output;
            var isRight = IsRight(result)
                || (item.Script.Count > 0 && subject.IsStarted && IsRight(_judge.Judge(item, await ObserveAsync(item.Id, item.Script, cancellation))));
            result = CheckJudge.Failed(isRight ? await DepartureAsync(cancellation) : item, _last, how) with { Outcome = CheckOutcome.Failed, Output = output };
            _last = null;
        }

        return result.Outcome == CheckOutcome.Failed ? result with { Output = subject.Output } : result;
    }

    // The runner closes its own connections in every check, by RST if bytes are unread. So the program is asked which of the two ends it, each
    // time started anew: the connections of another check could end it late.
    private async Task<CheckItem> DepartureAsync(CancellationToken cancellation)
    {
        foreach (var item in s_departures.Select(ladder.Find))
        {
            if (!subject.IsStarted)
                break;
            await subject.EndAsync();
            var observed = await ObserveAsync(item.Id, item.Script, cancellation);
            if (!IsRight(_judge.Judge(item, observed)) || await EndAsync(observed, cancellation) is not null || await subject.HasEndedAsync(s_late, cancellation))
                return item;
        }

        return ladder.Find(s_departures[0]);
    }

    private static bool IsRight(CheckResult result) => result.Outcome is CheckOutcome.Passed or CheckOutcome.Advice;

    // The way in which the server ended; null if it still serves.
    private async Task<LocalizedText?> EndAsync(Observation observed, CancellationToken cancellation)
    {
        if (await subject.HasEndedAsync(TimeSpan.Zero, cancellation))
            return CheckTexts.ServerEnded(subject.ExitCode);
        if (observed.Outcome is { } outcome
            && outcome.Connections.All(connection => connection.Answers is [.., { IsComplete: true, Status: not 101 }]))
            return null;
        var sign = await ObserveAsync("sign", s_sign, cancellation);
        for (var tries = 1; tries < Signs && subject.IsStarted && sign.Outcome?.Connections is [{ Kind: OutcomeKind.Nothing, End: ConnectionEnd.Open }]; tries++)
            sign = await ObserveAsync("sign", s_sign, cancellation);
        if (sign.Outcome?.Connections is [{ Received.Length: > 0 }])
            return null;
        if (sign.Outcome?.Connections is [{ End: not ConnectionEnd.Open }] && await subject.HasEndedAsync(s_end, cancellation))
            return CheckTexts.ServerEnded(subject.ExitCode);
        if (sign.Outcome?.Connections is [{ Kind: OutcomeKind.Refused }])
            return CheckTexts.Unreachable;
        if (_results.Count == 0 && observed.Outcome is { Connections: [{ Received.Length: 0 }] })
            return null; // it has never responded, which the check itself reports
        await subject.EndAsync();
        return CheckTexts.ServesNoMore;
    }

    private void Keep(CheckItem item, CheckResult result)
    {
        if (result.Item.Id != item.Id)
            _ = _results.TryAdd(item.Id, CheckResult.Without(item, CheckOutcome.NotRun, CheckTexts.SeeOther(result.Item.Title)));
        if (!_results.TryGetValue(result.Item.Id, out var earlier) || earlier.Outcome != CheckOutcome.Failed)
            _results[result.Item.Id] = result;
    }
}
