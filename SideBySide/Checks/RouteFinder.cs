using SideBySide.Experiments;

namespace SideBySide.Checks;

/// <summary>Finds the routes of a server before the checks. Missing routes are not used.</summary>
/// <param name="ladder">All checks.</param>
/// <param name="subject">The server.</param>
internal sealed class RouteFinder(CheckLadder ladder, CheckSubject subject)
{
    /// <summary>The default path.</summary>
    public const string DefaultGet = "/hello", DefaultPost = "/echo";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Finds the routes.</summary>
    /// <param name="get">The path for GET; null if the user named none.</param>
    /// <param name="post">The path for POST; null if the user named none.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="CannotCheckException">The path does not exist.</exception>
    public async Task<CheckRoutes> FindAsync(string? get, string? post, CancellationToken cancellation)
    {
        var (path, body) = await GetAsync(get ?? DefaultGet, cancellation);
        if (path is null && get is null)
            (path, body) = await GetAsync("/", cancellation);
        if (path is null)
            throw new CannotCheckException(CheckTexts.NoGetRoute(get ?? DefaultGet));
        var hasPost = await HasPostAsync(post ?? DefaultPost, post is not null, body, cancellation);
        return new CheckRoutes(path, hasPost ? post ?? DefaultPost : null);
    }

    // Only a clear 404 means a missing path; the checks judge everything else.
    private async Task<(string? Path, byte[]? Body)> GetAsync(string path, CancellationToken cancellation)
    {
        var seen = await AskAsync(path, "GET {get} HTTP/1.1\\r\\nHost: {authority}\\r\\nConnection: close\\r\\n\\r\\n", cancellation);
        var response = seen?.Answers is [{ IsComplete: true } whole] ? whole : null;
        return response is { Status: 404 } ? (null, null) : (path, response?.Body.ToArray());
    }

    private async Task<bool> HasPostAsync(string path, bool isNamed, byte[]? other, CancellationToken cancellation)
    {
        var seen = await AskAsync(path,
            "POST {get} HTTP/1.1\\r\\nHost: {authority}\\r\\nContent-Type: text/plain\\r\\nContent-Length: 5\\r\\n"
            + "Connection: close\\r\\n\\r\\nhello", cancellation);
        if (seen?.Answers is not [{ IsComplete: true } response, ..])
            return isNamed;
        if (response.Status is 404 or 405 or 501 or 403 or (>= 300 and < 400))
            return false;
        return isNamed || response.Body.Span.SequenceEqual("hello"u8)
            || (response.Status < 300 && !(other ?? []).AsSpan().SequenceEqual(response.Body.Span));
    }

    private async Task<ConnectionOutcome?> AskAsync(string path, string request, CancellationToken cancellation)
    {
        ScriptStep[] script =
        [
            new SendStep("a", request, 1, 0, TimeSpan.Zero, TimeSpan.FromSeconds(1)),
            new AwaitStep("a", new Awaited(Answers: 1), s_patience),
        ];
        var run = new CheckRun(ladder, subject, new CheckRoutes(path, null), new CheckRunOptions(false, new HashSet<string>()));
        var observed = await run.ObserveAsync("routes", script, cancellation);
        _ = await subject.HasEndedAsync(TimeSpan.Zero, cancellation);
        return observed.Outcome?.Connections is [var connection] ? connection : null;
    }
}
