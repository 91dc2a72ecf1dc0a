using System.Text.Json.Serialization;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>The verdicts on the outcomes of an experiment.</summary>
/// <param name="Source">The rule that decides, for example <c>RFC 9112 §6.3, rule 4</c>.</param>
/// <param name="AboutHttp">Whether the question is about HTTP: RawSocketServer, which does not implement HTTP, is then not judged.</param>
/// <param name="Needs">The route that the question needs; null for none.</param>
/// <param name="Allowed">Outcomes that HTTP allows.</param>
/// <param name="Discouraged">Outcomes that HTTP allows but that violate a SHOULD or have a known danger.</param>
/// <param name="Unjudged">Outcomes that do not concern the question.</param>
/// <param name="Otherwise">The verdict on any other outcome.</param>
public sealed record VerdictRules(string Source, bool AboutHttp, string? Needs, IReadOnlyList<ExpectedOutcome> Allowed, IReadOnlyList<ExpectedOutcome> Discouraged,
    IReadOnlyList<ExpectedOutcome> Unjudged, Verdict Otherwise)
{
    /// <summary>All listed outcomes.</summary>
    public IEnumerable<ExpectedOutcome> All => [.. Allowed, .. Discouraged, .. Unjudged];

    /// <summary>The verdict on a server's outcome.</summary>
    public Verdict On(string server, Outcome outcome, IReadOnlyList<WireEvent> events) =>
        AboutHttp && server == ServerDefinitions.Raw.Id ? Verdict.None
        : outcome.ServerEnded ? Otherwise
        : LacksTheRoute(outcome) ? Verdict.NotBuilt
        : Holds(Allowed, outcome, events) ? Verdict.Allowed
        : Holds(Discouraged, outcome, events) ? Verdict.Discouraged
        : Holds(Unjudged, outcome, events) ? Verdict.None
        : Otherwise == Verdict.Forbidden && ClosedWithoutResponse(outcome) ? Verdict.Discouraged
        : Otherwise;

    // The first response decides: later responses belong to other requests, or to bytes parsed as a request.
    private bool LacksTheRoute(Outcome outcome) =>
        Needs is not null && outcome.Connections.FirstOrDefault(connection => connection.Answers.Count > 0) is { Answers: [{ Status: 404 }, ..] };

    // RFC 9112 §9.5: a server MAY close the connection at any time. But the client learns nothing if the response is missing.
    private static bool ClosedWithoutResponse(Outcome outcome) =>
        outcome.Connections.Count > 0 && outcome.Connections.All(connection =>
            connection is { Kind: OutcomeKind.Nothing, End: ConnectionEnd.Closed or ConnectionEnd.Reset });

    private static bool Holds(IReadOnlyList<ExpectedOutcome> expectations, Outcome outcome, IReadOnlyList<WireEvent> events) =>
        expectations.Any(expectation => expectation.Matches(outcome, events));
}

/// <summary>Whether HTTP allows an outcome.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>HTTP has no rule for the outcome, or the experiment did not run.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The server has no such route, so its response says nothing about the question.</summary>
    [JsonStringEnumMemberName("not-built")]
    NotBuilt,

    /// <summary>HTTP allows it.</summary>
    [JsonStringEnumMemberName("allowed")]
    Allowed,

    /// <summary>HTTP allows it, but it violates a SHOULD or has a known danger.</summary>
    [JsonStringEnumMemberName("discouraged")]
    Discouraged,

    /// <summary>A MUST or the framing rules forbid it.</summary>
    [JsonStringEnumMemberName("forbidden")]
    Forbidden,
}

/// <summary>The number of experiments with each verdict.</summary>
/// <param name="Allowed">✓.</param>
/// <param name="Discouraged">△.</param>
/// <param name="Forbidden">✗.</param>
/// <param name="NotBuilt">The server has no route, or the outcome does not concern the question.</param>
public readonly record struct VerdictCounts(int Allowed, int Discouraged, int Forbidden, int NotBuilt)
{
    /// <summary>Counts verdicts.</summary>
    public static VerdictCounts Of(IEnumerable<Verdict> verdicts)
    {
        var counts = verdicts.ToLookup(verdict => verdict);
        return new(counts[Verdict.Allowed].Count(), counts[Verdict.Discouraged].Count(), counts[Verdict.Forbidden].Count(), counts[Verdict.NotBuilt].Count());
    }
}
