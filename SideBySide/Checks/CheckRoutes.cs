using System.Text;
using System.Text.RegularExpressions;
using SideBySide.Experiments;

namespace SideBySide.Checks;

/// <summary>The routes of the checked server. A script uses them as <c>{get}</c> and <c>{post}</c>.</summary>
/// <param name="Get">An existing path for GET, for example <c>/hello</c>.</param>
/// <param name="Post">A path that returns the body of a POST; null for none.</param>
internal sealed partial record CheckRoutes(string Get, string? Post)
{
    /// <summary>A path that becomes a WebSocket, <c>{ws}</c> in a script; null when none was named.</summary>
    public string? WebSocket { get; init; }

    /// <summary>Whether the WebSocket returns each message.</summary>
    public bool Echoes { get; init; }

    /// <summary>A right handshake, <c>{upgrade}</c> in a script.</summary>
    public const string Upgrade = "GET {ws} HTTP/1.1\\r\\nHost: {authority}\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n"
        + "Sec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: {key}\\r\\n\\r\\n";

    /// <summary>Replaces the variables of a step by the routes.</summary>
    public ScriptStep Fill(ScriptStep step) => step switch
    {
        SendStep send => send with { Text = Fill(send.Text) },
        AwaitStep { For.Text: { } text } wait => wait with { For = wait.For with { Text = Fill(text) } },
        _ => step,
    };

    /// <summary>Replaces our own routes in a step of the catalogue by variables.</summary>
    public static ScriptStep Generalize(ScriptStep step) => step is SendStep send
        ? send with { Text = HelloRoute.Replace(send.Text, "$1{get} ").Replace("/echo HTTP", "{post} HTTP", StringComparison.Ordinal) }
        : step;

    // An unescaped backslash in a path would begin an escape.
    private string Fill(string text) => text
        .Replace("{upgrade}", Upgrade, StringComparison.Ordinal)
        .Replace("{key}", WebSocketTranscript.Key, StringComparison.Ordinal)
        .Replace("{ws}", (WebSocket ?? "/").Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{any}", Post is null ? "GET {get}" : "POST {post}", StringComparison.Ordinal)
        .Replace("{get}", Get.Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{post}", (Post ?? "/").Replace("\\", "\\\\", StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{question}", Get.Contains('?', StringComparison.Ordinal) ? "&" : "?", StringComparison.Ordinal);

    [GeneratedRegex(@"((?:GET|HEAD|POST|OPTIONS|TRACE|BREW|get) )/hello(?:\?name=\w+)? (?=HTTP|http)")]
    private static partial Regex HelloRoute { get; }
}

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
    /// <param name="webSocket">The path that becomes a WebSocket; null when the user named none.</param>
    /// <param name="cancellation">Ends the search with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="CannotCheckException">The path does not exist.</exception>
    public async Task<CheckRoutes> FindAsync(string? get, string? post, string? webSocket, CancellationToken cancellation)
    {
        var (path, body) = await GetAsync(get ?? DefaultGet, cancellation);
        if (path is null && get is null)
            (path, body) = await GetAsync("/", cancellation);
        if (path is null)
            throw new CannotCheckException(CheckTexts.NoGetRoute(get ?? DefaultGet));
        var hasPost = await HasPostAsync(post ?? DefaultPost, post is not null, body, cancellation);
        return new CheckRoutes(path, hasPost ? post ?? DefaultPost : null)
        {
            WebSocket = webSocket,
            Echoes = webSocket is not null && await EchoesAsync(webSocket, cancellation),
        };
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

    // The mask turns small letters into capitals. A server that leaves a part of it on, or that sends no right frame, is asked further: the
    // checks say what is wrong.
    private async Task<bool> EchoesAsync(string path, CancellationToken cancellation)
    {
        var seen = await RunAsync(new CheckRoutes(path, null) { WebSocket = path }, cancellation,
            Send("{upgrade}"), new AwaitStep("a", new AwaitCondition(Text: "\\r\\n\\r\\n"), s_patience),
            Send(@"\x81\x85\x20\x00\x20\x00PrObE"), new AwaitStep("a", new AwaitCondition(Text: "probe"), s_patience));
        if (seen is null || WebSocketTranscript.Of(seen).Split(' ') is not ["101", .. var words])
            return false;
        var texts = words.Where(word => word.StartsWith("text:", StringComparison.Ordinal)).ToArray();
        if (texts is [var only] && only.Equals("text:probe", StringComparison.OrdinalIgnoreCase))
            return true;
        return words.Any(word => word.StartsWith('!'))
            && Encoding.Latin1.GetString(seen.Received.Span).EndsWith("probe", StringComparison.OrdinalIgnoreCase);
    }

    private Task<ConnectionOutcome?> AskAsync(string path, string request, CancellationToken cancellation) =>
        RunAsync(new CheckRoutes(path, null), cancellation, Send(request), new AwaitStep("a", new AwaitCondition(Answers: 1), s_patience));

    private static SendStep Send(string text) => new("a", text, 1, 0, TimeSpan.Zero, TimeSpan.FromSeconds(1));

    private async Task<ConnectionOutcome?> RunAsync(CheckRoutes routes, CancellationToken cancellation, params ScriptStep[] script)
    {
        var run = new CheckRun(ladder, subject, routes, new CheckRunOptions(false, new HashSet<string>()));
        var observed = await run.ObserveAsync("routes", script, cancellation);
        _ = await subject.HasEndedAsync(TimeSpan.Zero, cancellation);
        return observed.Outcome?.Connections is [var connection] ? connection : null;
    }
}
