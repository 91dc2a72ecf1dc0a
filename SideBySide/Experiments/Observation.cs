using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>The result of an experiment on a server.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Target">The server.</param>
/// <param name="Events">All events on all connections, in order.</param>
/// <param name="Outcome">The outcome; null when the experiment did not run.</param>
/// <param name="WhyNot">The reason for a missing outcome.</param>
/// <param name="TookTooLong">Whether the experiment exceeded its time limit; that is never expected.</param>
public sealed record Observation(Experiment Experiment, TargetServer Target, IReadOnlyList<WireEvent> Events, Outcome? Outcome, LocalizedText? WhyNot = null,
    bool TookTooLong = false)
{
    /// <summary>Whether the outcome was expected of this server; null without an expectation or an outcome.</summary>
    public bool? IsExpected { get; } = TookTooLong ? false : Outcome is not null && Experiment.Expect.TryGetValue(Target.Id, out var expectation) ? expectation.Matches(Outcome, Events) : null;

    /// <summary>Whether HTTP allows this.</summary>
    public Verdict Verdict { get; } = Outcome is null || Experiment.Verdicts is null ? Verdict.None : Experiment.Verdicts.On(Target.Id, Outcome, Events);

    /// <summary>The documented reason for a discouraged or forbidden outcome; null if none is known.</summary>
    public LocalizedText? Deviation => Verdict is Verdict.Discouraged or Verdict.Forbidden && Experiment.Deviations.TryGetValue(Target.Id, out var why) ? why : null;

    /// <summary>The text of a table cell.</summary>
    public string Summary => Outcome?.Summary ?? (TookTooLong ? "timeout" : "·");
}

/// <summary>An observation as JSON, for the page and for <c>--json</c>. Bytes are base64.</summary>
/// <param name="Experiment">The experiment's id.</param>
/// <param name="Server">The server's id.</param>
/// <param name="Summary">The text of a table cell.</param>
/// <param name="Sentence">The summary as a sentence.</param>
/// <param name="Expected">Whether the outcome was expected; null without an expectation.</param>
/// <param name="Verdict">Whether HTTP allows this.</param>
/// <param name="Deviation">The documented reason for a deviation.</param>
/// <param name="Carried">The bytes of message and protocol in each direction.</param>
/// <param name="Connections">The outcome of each connection.</param>
/// <param name="Notes">Other observations.</param>
/// <param name="Events">All events, in order.</param>
public sealed record ObservationJson(string Experiment, string Server, string Summary, LocalizedText Sentence, bool? Expected, Verdict Verdict, LocalizedText? Deviation,
    ExchangeBreakdown Carried, IReadOnlyList<ConnectionJson> Connections, IReadOnlyDictionary<string, string> Notes, IReadOnlyList<EventJson> Events)
{
    /// <summary>The observation.</summary>
    public static ObservationJson Of(Observation observed) => new(
        observed.Experiment.Id, observed.Target.Id, observed.Summary, OutcomeText.Of(observed), observed.IsExpected, observed.Verdict, observed.Deviation,
        ExchangeBreakdown.Of(observed.Events, observed.Target.SpeaksHttp(observed.Experiment.Over)),
        [.. observed.Outcome?.Connections.Select(ConnectionJson.Of) ?? []],
        observed.Outcome?.Notes ?? new Dictionary<string, string>(),
        [.. observed.Events.Select(EventJson.Of)]);
}

/// <summary>The outcome of a connection.</summary>
/// <param name="Name">The connection's name.</param>
/// <param name="Kind">The kind of data received.</param>
/// <param name="End">How it ended.</param>
/// <param name="Statuses">The status codes of the responses.</param>
/// <param name="Frames">The messages, control frames and close codes behind a 101 to WebSocket.</param>
/// <param name="Reason">The rejection reason that the server named.</param>
public sealed record ConnectionJson(string Name, OutcomeKind Kind, ConnectionEnd End, IReadOnlyList<int> Statuses, IReadOnlyList<string> Frames, string? Reason)
{
    internal static ConnectionJson Of(ConnectionOutcome seen) => new(seen.Name, seen.Kind, seen.End, [.. seen.Answers.Select(answer => answer.Status)],
        [.. seen.Frames.Select(frame => frame.Word)], seen.Reason);
}

/// <summary>One event.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Milliseconds">Its time since the beginning.</param>
/// <param name="Connection">The connection or the program.</param>
/// <param name="Bytes">The bytes, in base64; empty for most kinds.</param>
/// <param name="Error">The system's name of an error.</param>
/// <param name="Note">An observation, as name=value.</param>
/// <param name="Unsent">The number of bytes that the kernel still held back right after the send.</param>
/// <param name="ControlExchange">For <c>gave-up</c>: the milliseconds of a control exchange at that moment.</param>
public sealed record EventJson(WireEventKind Kind, double Milliseconds, string Connection, ReadOnlyMemory<byte> Bytes, string? Error, string? Note, int? Unsent,
    double? ControlExchange)
{
    internal static EventJson Of(WireEvent happened) => new(
        happened.Kind, Math.Round(happened.At.TotalMilliseconds, 3), happened.Connection, happened.Bytes, happened.Error, happened.Note, happened.Unsent,
        happened.ControlExchange is { } roundTrip ? Math.Round(roundTrip.TotalMilliseconds, 3) : null);
}
