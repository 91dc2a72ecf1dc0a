using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Checks;

/// <summary>The requirement level of a rule.</summary>
public enum CheckLevel
{
    /// <summary>A MUST, or a condition for parsing a message.</summary>
    Must,

    /// <summary>A SHOULD, or a known danger.</summary>
    Should,
}

/// <summary>A cause that an outcome points to.</summary>
/// <param name="When">The outcome; null for any.</param>
/// <param name="Fault">A fault of the response that points to it; null for none.</param>
/// <param name="Mistake">The likely mistake, in terms of code.</param>
internal sealed record CheckCause(OutcomePattern? When, string? Fault, LocalizedText Mistake);

/// <summary>One check for any server: the bytes to send and the allowed outcomes. Read from a file of the ladder.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Step">The part of the ladder.</param>
/// <param name="Level">The requirement level.</param>
/// <param name="Title">The requirement, in a few words.</param>
/// <param name="Rule">The source of the rule, for example <c>RFC 9112 §2.2</c>.</param>
/// <param name="Mistake">The likely mistake behind a failure, in terms of code.</param>
/// <param name="Cure">A remedy.</param>
/// <param name="Hint">The file of this repository with a solution.</param>
/// <param name="Experiment">The related experiment of the catalogue; null for none.</param>
/// <param name="Words">Further search words.</param>
internal sealed record CheckItem(string Id, CheckStep Step, CheckLevel Level, LocalizedText Title, string Rule, LocalizedText Mistake,
    LocalizedText Cure, string Hint, Experiment? Experiment, IReadOnlyList<string> Words)
{
    /// <summary>The steps; empty if the exchange of the previous check also covers it.</summary>
    public IReadOnlyList<ScriptStep> Script { get; init; } = [];

    /// <summary>What must be observed, in words; null where the outcomes say it.</summary>
    public LocalizedText? Expected { get; init; }

    /// <summary>Whether it needs a route that returns the body of a POST.</summary>
    public bool NeedsPost { get; init; }

    /// <summary>Whether a response must not begin before the whole request was sent.</summary>
    public bool WholeFirst { get; init; }

    /// <summary>Faults of a response that this check looks for: names of <see cref="ResponseFaultFinder"/>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Outcomes that pass; empty if only the faults decide.</summary>
    public IReadOnlyList<ExpectedOutcome> Passes { get; init; } = [];

    /// <summary>Outcomes that are allowed but violate a SHOULD or have a known danger.</summary>
    public IReadOnlyList<ExpectedOutcome> Tolerates { get; init; } = [];

    /// <summary>Outcomes of a server without the feature.</summary>
    public IReadOnlyList<ExpectedOutcome> NotBuilt { get; init; } = [];

    /// <summary>What it asks of a WebSocket; null for a check of HTTP.</summary>
    public WebSocketQuestion? WebSocket { get; init; }

    /// <summary>Causes that are more precise than <see cref="Mistake"/>, by outcome.</summary>
    public IReadOnlyList<CheckCause> Causes { get; init; } = [];

    /// <summary>Whether every response must be valid: a few servers omit the status line when a request is not HTTP/1.1.</summary>
    public bool IsWellFormed => Step.Id.StartsWith("step", StringComparison.Ordinal);

    /// <summary>Whether a word selects it: its id, its part, its experiment, or a word in its texts.</summary>
    public bool Answers(string word) =>
        ((string?[])[Id, Step.Id, Experiment?.Id]).Contains(word, StringComparer.OrdinalIgnoreCase)
        || ((string[])[Id, Title.En, Title.Zh, Rule, Mistake.En, Mistake.Zh, .. Words]).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A part of the ladder.</summary>
/// <param name="Id">A short name that never changes: the name of its file.</param>
/// <param name="Title">A short title.</param>
/// <param name="IsAdvice">Whether its checks only advise, so that a server never fails because of them.</param>
internal sealed record CheckStep(string Id, LocalizedText Title, bool IsAdvice = false)
{
    /// <summary>The file or folder of this repository with a solution.</summary>
    public string Hint => Id.StartsWith("step", StringComparison.Ordinal) ? $"HandRolledHttp/Steps/Step{Id[^1]}.cs"
        : Id.StartsWith("client", StringComparison.Ordinal) ? "SideBySide/Http/ResponseParser.cs"
        : Id == WebSocketId ? "HandRolledHttp/WebSocket/" : "HandRolledHttp/Http1/";

    /// <summary>The part that needs the path of a WebSocket.</summary>
    public const string WebSocketId = "websocket";

    /// <summary>All parts, in the order in which a learner builds a server.</summary>
    public static IReadOnlyList<CheckStep> All { get; } =
    [
        new("step1", new("Step 1: a status line and an end", "第 1 步：状态行与结尾")),
        new("step2", new("Step 2: request line, routes, a request in pieces", "第 2 步：请求行、路由、分段到达的请求")),
        new("step3", new("Step 3: bodies, keep-alive, pipelining", "第 3 步：正文、持久连接、流水线")),
        new("step4", new("Step 4: chunks, HEAD, errors", "第 4 步：分块、HEAD、错误响应")),
        new("step5", new("Step 5: limits, and many clients", "第 5 步：上限与多个客户端")),
        new("conformance", new("Conformance: what HTTP requires", "一致性：HTTP 的硬性要求")),
        new(WebSocketId, new("WebSocket: messages in both directions", "WebSocket：双向消息")),
        new("advice", new("Advice: what HTTP recommends", "建议：HTTP 推荐的做法"), IsAdvice: true),
    ];

    /// <summary>The parts for a client, in the order in which a learner builds one.</summary>
    public static IReadOnlyList<CheckStep> OfClients { get; } =
    [
        new("client1", new("Client 1: a request, and a response with its end", "客户端 1：请求，以及响应与它的结尾")),
        new("client2", new("Client 2: pieces, chunks, 1xx, no body", "客户端 2：分段、分块、1xx、没有正文")),
        new("client3", new("Client 3: what is incomplete or ambiguous", "客户端 3：不完整或有歧义的响应")),
        new("client-advice", new("Advice: what HTTP recommends to clients", "建议：HTTP 对客户端的推荐做法"), IsAdvice: true),
    ];
}
