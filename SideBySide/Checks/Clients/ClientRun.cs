using System.Diagnostics;
using SideBySide.Language;

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

/// <summary>The sentences of a check of a client that are not of one question.</summary>
internal static class ClientTexts
{
    public static LocalizedText Stopped { get; } = new("did not end, and was stopped", "没有结束，已被终止");

    public static LocalizedText ExitCode(int code) => new($"exit code {CheckTexts.N(code)}", $"退出码 {CheckTexts.N(code)}");

    public static LocalizedText NoHead { get; } = new(
        "--head names no command that sends HEAD.", "没有用 --head 指定发送 HEAD 的命令。");

    public static LocalizedText NotHead { get; } = new("The command of --head does not send HEAD.", "--head 的命令没有发送 HEAD。");

    public static LocalizedText DoesNotFollow { get; } = new("The client does not follow redirects.", "客户端不跟随重定向。");

    public static LocalizedText ContentNotPrinted { get; } = new(
        "It cannot be judged: the command does not print the content of a response.", "无法判断：该命令不输出响应的正文。");

    public static LocalizedText ExitCodeSaysNothing { get; } = new(
        "It cannot be judged: the exit code of the command is 0 even when no response comes.", "无法判断：即使没有任何响应，该命令的退出码也是 0。");

    public static LocalizedText TriesAgain { get; } = new(
        "It cannot be judged: the client sends the request again and again (turn retries off).", "无法判断：客户端一再重发请求（请关闭重试）。");

    public static LocalizedText DidNotEnd { get; } = new(
        "The client did not end: it waits although nothing more comes, or it loops (recv returns 0 bytes when the server has finished).",
        "客户端没有结束：不会再有数据到来，它却还在等待，或者陷入死循环（服务器结束发送后，recv 返回 0 字节）。");

    public static LocalizedText NoRequest { get; } = new(
        "The client connected, but sent no whole request.", "客户端建立了连接，但没有发送完整的请求。");

    public static LocalizedText NeverConnected(int? exitCode, string url, IReadOnlyList<string> output) => exitCode is { } code
        ? new(
            $"The command ended with exit code {CheckTexts.N(code)} and never connected to {url}; pass {{url}} to it, or let it read URL.{CheckTexts.After(output)}",
            $"命令以退出码 {CheckTexts.N(code)} 结束，始终没有连接 {url}；请用 {{url}} 把地址传给它，或让它读取环境变量 URL。{CheckTexts.After(output)}")
        : new($"The command never connected to {url} and did not end; pass {{url}} to it, or let it read URL.{CheckTexts.After(output)}",
            $"命令始终没有连接 {url}，也没有结束；请用 {{url}} 把地址传给它，或让它读取环境变量 URL。{CheckTexts.After(output)}");

    public static LocalizedText Expected(IReadOnlyList<ClientOutcome> passes, string content)
    {
        var words = passes.Select(pass => Expected(pass, content)).ToArray();
        return new(string.Join("; or ", words.Select(word => word.En)), string.Join("；或者", words.Select(word => word.Zh)));
    }

    private static LocalizedText Expected(ClientOutcome outcome, string content) => outcome switch
    {
        ClientOutcome.Success when content.Length == 0 => new("exit code 0", "退出码为 0"),
        ClientOutcome.Success => new($"exit code 0, with the content \"{content}\"", $"退出码为 0，正文为“{content}”"),
        ClientOutcome.Error => new("an error: an exit code other than 0", "报告错误：退出码不为 0"),
        ClientOutcome.OtherContent => new("exit code 0", "退出码为 0"),
        _ => new("no end", "不结束"),
    };
}
