using System.Text.Json.Serialization;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Checks;

/// <summary>The outcome of a check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CheckOutcome>))]
public enum CheckOutcome
{
    /// <summary>The check passed.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>The check failed.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>The outcome is allowed, but it violates a SHOULD or has a known danger.</summary>
    [JsonStringEnumMemberName("advice")]
    Advice,

    /// <summary>A failure that the baseline lists.</summary>
    [JsonStringEnumMemberName("known")]
    Known,

    /// <summary>The server does not have the feature.</summary>
    [JsonStringEnumMemberName("not-built")]
    NotBuilt,

    /// <summary>The check did not run.</summary>
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
    public static CheckedExchange Of(Observation observed) => new(observed.Events, observed.Outcome?.InFull, CheckedPeer.Server);
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
/// <param name="Outcome">The outcome.</param>
/// <param name="Exchange">What happened; null when it was not tried.</param>
/// <param name="Explanation">The likely mistake, if the check did not pass.</param>
/// <param name="Seen">The observation in a sentence.</param>
/// <param name="Output">For a failure, the last lines of the program's output, escaped.</param>
internal sealed record CheckResult(CheckItem Item, CheckOutcome Outcome, CheckedExchange? Exchange, LocalizedText Explanation, LocalizedText Seen,
    IReadOnlyList<string> Output)
{
    /// <summary>Its duration.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>A check that did not run, with the reason.</summary>
    public static CheckResult Without(CheckItem item, CheckOutcome outcome, LocalizedText why) => new(item, outcome, null, why, default, []);
}

/// <summary>All results of a run.</summary>
/// <param name="Results">In the order of the ladder.</param>
/// <param name="Elapsed">The duration.</param>
internal sealed record CheckReport(IReadOnlyList<CheckResult> Results, TimeSpan Elapsed)
{
    /// <summary>The first failure; null for none.</summary>
    public CheckResult? First => Results.FirstOrDefault(result => result.Outcome == CheckOutcome.Failed);

    /// <summary>The number of such results.</summary>
    public int Count(CheckOutcome outcome) => Results.Count(result => result.Outcome == outcome);
}
