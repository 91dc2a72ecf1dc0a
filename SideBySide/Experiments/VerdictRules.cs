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
