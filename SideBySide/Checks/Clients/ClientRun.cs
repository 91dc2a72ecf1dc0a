using System.Diagnostics;

namespace SideBySide.Checks.Clients;

/// <summary>Serves a client one behaviour after the other, and judges what it does.</summary>
/// <param name="ladder">All checks.</param>
/// <param name="subject">The client.</param>
/// <param name="options">How far it goes.</param>
internal sealed class ClientRun(ClientLadder ladder, ClientSubject subject, CheckRunOptions options)
{
    private ClientJudge? _judge;
    private ClientObservation? _ordinary;
    private bool? _reportsErrors;

    /// <summary>Makes the checks.</summary>
    /// <param name="checks">Which, in order.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="CannotCheckException">The client does not start, or never connects.</exception>
    public async Task<CheckReport> RunAsync(IReadOnlyList<ClientCheck> checks, CancellationToken cancellation)
    {
        var begin = Stopwatch.GetTimestamp();
        var results = new List<CheckResult>();
        var stopped = false;
        foreach (var (index, check) in checks.Index())
        {
            if (stopped)
            {
                results.Add(CheckResult.Without(check.Item, CheckOutcome.NotRun, CheckTexts.Stopped));
                continue;
            }

            options.Progress?.Invoke(index + 1, checks.Count, check.Item);
            var tried = Stopwatch.GetTimestamp();
            var result = (await ResultAsync(check, cancellation)) with { Elapsed = Stopwatch.GetElapsedTime(tried) };
            if (result.Outcome == CheckOutcome.Failed && options.Known.Contains(check.Item.Id))
                result = result with { Outcome = CheckOutcome.Known };
            results.Add(result);
            stopped = result.Outcome == CheckOutcome.Failed && options.StopsAtFirst;
        }

        return new CheckReport(results, Stopwatch.GetElapsedTime(begin));
    }

    private async Task<CheckResult> ResultAsync(ClientCheck check, CancellationToken cancellation)
    {
        _ordinary ??= await subject.ObserveAsync(ladder.Ordinary, cancellation);
        _judge ??= new ClientJudge(_ordinary, ladder.Ordinary.Content);
        if (!subject.Offers(check))
            return CheckResult.Without(check.Item, CheckOutcome.NotBuilt, ClientTexts.NoHead);

        var observed = check.Response.Count == 0 || check == ladder.Ordinary ? _ordinary : await subject.ObserveAsync(check, cancellation);
        var result = _judge.Judge(check, observed);
        if (!check.WantsError || _judge.OutcomeOf(check, observed) is ClientOutcome.Error or ClientOutcome.NoEnd)
            return result;
        if (check == ladder.NoResponse)
        {
            _reportsErrors = false;
            return result;
        }

        // Exit code 0 after an error says something only where the exit code reports errors.
        _reportsErrors ??= ClientOutcome.Error
            == _judge.OutcomeOf(ladder.NoResponse, await subject.ObserveAsync(ladder.NoResponse, cancellation));
        return _reportsErrors == true ? result : ClientJudge.Result(check, observed, CheckOutcome.NotRun, ClientTexts.ExitCodeSaysNothing);
    }
}
