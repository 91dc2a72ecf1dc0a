using System.Text.Json.Serialization;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks;

/// <summary>How a check ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>It is so.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>It is not so.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It is allowed, but a SHOULD or a known danger speaks against it.</summary>
    [JsonStringEnumMemberName("advice")]
    Advice,

    /// <summary>It is not so, and the baseline says that this is known.</summary>
    [JsonStringEnumMemberName("known")]
    Known,

    /// <summary>The server does not offer it.</summary>
    [JsonStringEnumMemberName("not-built")]
    NotBuilt,

    /// <summary>It was not tried.</summary>
    [JsonStringEnumMemberName("not-run")]
    NotRun,
}

/// <summary>What happened on the wire during a check.</summary>
/// <param name="Events">Everything, in order, on all connections.</param>
/// <param name="InShort">What it comes to, for programs.</param>
/// <param name="Peer">What is checked: the other end of the connections.</param>
internal sealed record CheckedExchange(IReadOnlyList<WireEvent> Events, string? InShort, CheckedPeer Peer)
{
    /// <summary>What a server did.</summary>
    public static CheckedExchange Of(Observed observed) => new(observed.Events, observed.Outcome?.InFull, CheckedPeer.Server);
}

/// <summary>What is checked.</summary>
internal enum CheckedPeer
{
    /// <summary>A server: requests are sent to it.</summary>
    Server,

    /// <summary>A client: responses are sent to it.</summary>
    Client,
}

/// <summary>A check, and what came of it.</summary>
/// <param name="Item">The check.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Exchange">What happened; null when it was not tried.</param>
/// <param name="Explanation">For one that did not pass, the likely mistake.</param>
/// <param name="Seen">What happened, in a sentence.</param>
/// <param name="Output">For one that failed, the last lines that the program printed, escaped.</param>
internal sealed record CheckResult(CheckItem Item, CheckOutcome Outcome, CheckedExchange? Exchange, LocalizedText Explanation, LocalizedText Seen,
    IReadOnlyList<string> Output)
{
    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>A check that was not tried, and why.</summary>
    public static CheckResult Without(CheckItem item, CheckOutcome outcome, LocalizedText why) => new(item, outcome, null, why, default, []);
}

/// <summary>All results of a run.</summary>
/// <param name="Results">In the order of the ladder.</param>
/// <param name="Elapsed">How long it took.</param>
internal sealed record CheckReport(IReadOnlyList<CheckResult> Results, TimeSpan Elapsed)
{
    /// <summary>The first thing that is wrong; null for nothing.</summary>
    public CheckResult? First => Results.FirstOrDefault(result => result.Outcome == CheckOutcome.Failed);

    /// <summary>How many ended so.</summary>
    public int Count(CheckOutcome outcome) => Results.Count(result => result.Outcome == outcome);
}
