using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>An observation for machines: the page and whoever asks with <c>--json</c>. Bytes are base64.</summary>
/// <param name="Experiment">The experiment's id.</param>
/// <param name="Server">The server's id.</param>
/// <param name="Summary">What fits into a cell.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Expected">Whether this was expected of this server; null when nothing was.</param>
/// <param name="Verdict">Whether HTTP allows this.</param>
/// <param name="Deviation">Why the server does it nevertheless, and where that is documented.</param>
/// <param name="Carried">How much of what went either way was the message, and how much protocol.</param>
/// <param name="Connections">What each connection showed.</param>
/// <param name="Notes">What else was observed.</param>
/// <param name="Events">Everything that happened, in order.</param>
public sealed record ObservedJson(string Experiment, string Server, string Summary, LocalizedText Sentence, bool? Expected, Verdict Verdict, LocalizedText? Deviation,
    ExchangeBreakdown Carried, IReadOnlyList<ConnectionJson> Connections, IReadOnlyDictionary<string, string> Notes, IReadOnlyList<EventJson> Events)
{
    /// <summary>The observation.</summary>
    public static ObservedJson Of(Observed observed) => new(
        observed.Experiment.Id, observed.Target.Id, observed.Summary, OutcomeText.Of(observed), observed.IsExpected, observed.Verdict, observed.Deviation,
        ExchangeBreakdown.Of(observed.Events, observed.Target.SpeaksHttp(observed.Experiment.Over)),
        [.. observed.Outcome?.Connections.Select(ConnectionJson.Of) ?? []],
        observed.Outcome?.Notes ?? new Dictionary<string, string>(),
        [.. observed.Events.Select(EventJson.Of)]);
}

/// <summary>What a connection showed.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Kind">What came back.</param>
/// <param name="End">How it ended.</param>
/// <param name="Statuses">The statuses of the answers.</param>
/// <param name="Frames">The messages, control frames and close codes behind a 101 to WebSocket.</param>
/// <param name="Reason">The broken rule that the server named.</param>
public sealed record ConnectionJson(string Name, OutcomeKind Kind, ConnectionEnd End, IReadOnlyList<int> Statuses, IReadOnlyList<string> Frames, string? Reason)
{
    internal static ConnectionJson Of(ConnectionOutcome seen) => new(seen.Name, seen.Kind, seen.End, [.. seen.Answers.Select(answer => answer.Status)],
        [.. seen.Frames.Select(frame => frame.Word)], seen.Reason);
}

/// <summary>One thing that happened.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Milliseconds">When, counted from the beginning.</param>
/// <param name="Connection">On which connection, or by which program.</param>
/// <param name="Bytes">The bytes, in base64; empty for most kinds.</param>
/// <param name="Error">The system's name of an error.</param>
/// <param name="Note">What was observed, as name=value.</param>
/// <param name="Unsent">How many bytes of what was sent the system still held back right after.</param>
/// <param name="ControlExchange">For <c>gave-up</c>: how many milliseconds a control exchange with another server took at that moment.</param>
public sealed record EventJson(WireEventKind Kind, double Milliseconds, string Connection, ReadOnlyMemory<byte> Bytes, string? Error, string? Note, int? Unsent,
    double? ControlExchange)
{
    internal static EventJson Of(WireEvent happened) => new(
        happened.Kind, Math.Round(happened.At.TotalMilliseconds, 3), happened.Connection, happened.Bytes, happened.Error, happened.Note, happened.Unsent,
        happened.ControlExchange is { } roundTrip ? Math.Round(roundTrip.TotalMilliseconds, 3) : null);
}
