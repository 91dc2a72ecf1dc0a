using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Checks;

/// <summary>How strongly HTTP asks for something.</summary>
public enum CheckLevel
{
    /// <summary>A MUST, or without it a message cannot be read.</summary>
    Must,

    /// <summary>A SHOULD, or a known danger.</summary>
    Should,
}

/// <summary>A cause that an outcome points to.</summary>
/// <param name="When">The outcome; null for any.</param>
/// <param name="Fault">A fault of the response that points to it; null for none.</param>
/// <param name="Mistake">The likely mistake, in words of code.</param>
internal sealed record CheckCause(OutcomePattern? When, string? Fault, LocalizedText Mistake);

/// <summary>One question to any server: what is sent, and what may come back. Read from a file of the ladder.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Step">The part of the ladder.</param>
/// <param name="Level">How strongly HTTP asks for it.</param>
/// <param name="Title">What must be so, in a few words.</param>
/// <param name="Rule">Where that stands, for example <c>RFC 9112 §2.2</c>.</param>
/// <param name="Mistake">The likely mistake when it is not so, in words of code.</param>
/// <param name="Cure">What to do about it.</param>
/// <param name="Hint">The file of this repository that solves it.</param>
/// <param name="Experiment">The experiment of the catalogue that shows more; null for none.</param>
/// <param name="Words">Further words by which it is found.</param>
internal sealed record CheckItem(string Id, CheckStep Step, CheckLevel Level, LocalizedText Title, string Rule, LocalizedText Mistake,
    LocalizedText Cure, string Hint, Experiment? Experiment, IReadOnlyList<string> Words)
{
    /// <summary>What is done; empty when the exchange of the check before shows it, too.</summary>
    public IReadOnlyList<ScriptStep> Script { get; init; } = [];

    /// <summary>Whether it needs a route that returns the body of a POST.</summary>
    public bool NeedsPost { get; init; }

    /// <summary>Whether a response must not begin before the whole request has been sent.</summary>
    public bool WholeFirst { get; init; }

    /// <summary>Faults of a response that this check looks for: names of <see cref="ResponseFaultFinder"/>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Outcomes that are right; none when only the faults decide.</summary>
    public IReadOnlyList<ExpectedOutcomes> Passes { get; init; } = [];

    /// <summary>Outcomes that are allowed, against a SHOULD or a known danger.</summary>
    public IReadOnlyList<ExpectedOutcomes> Tolerates { get; init; } = [];

    /// <summary>Outcomes of a server that does not offer the feature.</summary>
    public IReadOnlyList<ExpectedOutcomes> NotBuilt { get; init; } = [];

    /// <summary>What it asks of a WebSocket; null for a check of HTTP.</summary>
    public WebSocketQuestion? WebSocket { get; init; }

    /// <summary>Causes that are more exact than <see cref="Mistake"/>, by outcome.</summary>
    public IReadOnlyList<CheckCause> Causes { get; init; } = [];

    /// <summary>Whether every response to it must be readable: a few servers answer what is no HTTP/1.1 without a status line.</summary>
    public bool IsWellFormed => Step.Id.StartsWith("step", StringComparison.Ordinal);

    /// <summary>Whether a word names it: its id, its part, its experiment, or what is written about it.</summary>
    public bool Answers(string word) =>
        ((string?[])[Id, Step.Id, Experiment?.Id]).Contains(word, StringComparer.OrdinalIgnoreCase)
        || ((string[])[Id, Title.En, Title.Zh, Rule, Mistake.En, Mistake.Zh, .. Words]).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A part of the ladder.</summary>
/// <param name="Id">A short name that never changes: the name of its file.</param>
/// <param name="Title">What it is about.</param>
/// <param name="IsAdvice">Whether its checks only advise, so that they never make a server wrong.</param>
internal sealed record CheckStep(string Id, LocalizedText Title, bool IsAdvice = false)
{
    /// <summary>What of this repository solves its questions.</summary>
    public string Hint => Id.StartsWith("step", StringComparison.Ordinal) ? $"HandRolledHttp/Steps/Step{Id[^1]}.cs"
        : Id == WebSocketId ? "HandRolledHttp/WebSocket/" : "HandRolledHttp/Http1/";

    /// <summary>The part that is asked only where a path is named for it.</summary>
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
}
