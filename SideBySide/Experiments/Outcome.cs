using System.Globalization;
using System.Text.Json.Serialization;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>The kind of data received on a connection.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutcomeKind>))]
public enum OutcomeKind
{
    /// <summary>No bytes.</summary>
    [JsonStringEnumMemberName("nothing")]
    Nothing,

    /// <summary>Exactly the bytes that were sent.</summary>
    [JsonStringEnumMemberName("echo")]
    Echo,

    /// <summary>HTTP responses.</summary>
    [JsonStringEnumMemberName("answers")]
    Answers,

    /// <summary>Other bytes.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes,

    /// <summary>The connection was refused.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,
}

/// <summary>How a connection ended, from the client's view.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConnectionEnd>))]
public enum ConnectionEnd
{
    /// <summary>Not observed.</summary>
    [JsonStringEnumMemberName("unseen")]
    Unseen,

    /// <summary>The server keeps it open.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>The server closed it (FIN).</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>The server reset it (RST).</summary>
    [JsonStringEnumMemberName("reset")]
    Reset,
}

/// <summary>The outcome of one connection.</summary>
/// <param name="Name">The connection's name.</param>
/// <param name="Kind">The kind of data received.</param>
/// <param name="End">How it ended.</param>
/// <param name="Answers">The HTTP responses among the received bytes.</param>
/// <param name="Received">All received bytes.</param>
public sealed record ConnectionOutcome(string Name, OutcomeKind Kind, ConnectionEnd End, IReadOnlyList<ParsedResponse> Answers,
    [property: JsonIgnore] ReadOnlyMemory<byte> Received)
{
    private const int MostInFull = 3;

    /// <summary>The rejection reason, if the first line of the last response names one.</summary>
    public string? Reason { get; } = Answers.Count > 0 ? ReasonOf(Answers[^1]) : null;

    /// <summary>The messages and control frames behind a 101 to WebSocket, in order.</summary>
    public IReadOnlyList<ServerFrame> Frames { get; } = Of(Answers, Received).Frames;

    /// <summary>Whether the last response, or the last frame behind it, is whole.</summary>
    public bool IsComplete { get; } = Answers.Count > 0 && Answers[^1].IsComplete && Of(Answers, Received).IsComplete;

    /// <summary>The text of a table cell, for example <c>200 200</c>, <c>400 BareLf</c>, <c>101 text 1000</c>, <c>echo</c>, <c>silent</c>, <c>closed</c>.</summary>
    public string Summary => Kind switch
    {
        OutcomeKind.Answers => string.Join(' ', Statuses())
            + FrameWords() + (IsComplete ? "" : " incomplete") + (Reason is null ? "" : $" {Reason}"),
        OutcomeKind.Nothing => End switch { ConnectionEnd.Closed => "closed", ConnectionEnd.Reset => "reset", ConnectionEnd.Open => "silent", _ => "" },
        _ => Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>The summary without grouping and with the end, in the notation of <see cref="OutcomePattern"/>.</summary>
    public string InFull
    {
        get
        {
            var what = Kind switch
            {
                OutcomeKind.Answers => string.Join(' ', Answers.Select(answer => answer.Status.ToString(CultureInfo.InvariantCulture)))
                    + FrameWords() + (IsComplete ? "" : " incomplete") + (Reason is null ? "" : $" {Reason}"),
                OutcomeKind.Nothing when End is ConnectionEnd.Open => "silent",
                OutcomeKind.Nothing when End is not ConnectionEnd.Unseen => "",
                _ => Kind.ToString().ToLowerInvariant(),
            };
            var end = End is ConnectionEnd.Unseen || what == "silent" || Kind == OutcomeKind.Refused ? "" : $" {End.ToString().ToLowerInvariant()}";
            return (what + end).Trim();
        }
    }

    /// <summary>What came behind a 101 to WebSocket, and whether it ends with a whole message or control frame.</summary>
    internal static (IReadOnlyList<ServerFrame> Frames, bool IsComplete) Of(IReadOnlyList<ParsedResponse> answers, ReadOnlyMemory<byte> received) =>
        answers is [.., var last] && ServerFrame.Follow(last) ? ServerFrame.Read(received[(last.Offset + last.Length)..]) : ([], true);

    private string FrameWords() => string.Concat(Frames.Select(frame => $" {frame.Word}"));

    // Each status; a long run of one status is grouped: 200×16.
    private IEnumerable<string> Statuses()
    {
        for (var at = 0; at < Answers.Count;)
        {
            var status = Answers[at].Status.ToString(CultureInfo.InvariantCulture);
            var same = Answers.Skip(at).TakeWhile(answer => answer.Status == Answers[at].Status).Count();
            IEnumerable<string> words = same > MostInFull ? [string.Create(CultureInfo.InvariantCulture, $"{status}×{same}")] : Enumerable.Repeat(status, same);
            foreach (var word in words)
                yield return word;
            at += same;
        }
    }

    // The content of a rejection begins with "400 BareLf".
    private static string? ReasonOf(ParsedResponse answer)
    {
        var name = $"{answer.Status.ToString(CultureInfo.InvariantCulture)} ";
        var line = answer.Body.Span;
        line = line.IndexOf((byte)'\n') is var end and >= 0 ? line[..end] : line;
        return answer.Status >= 400 && line.Length < 60 && VisibleLines.Text(line) is var text && text.StartsWith(name, StringComparison.Ordinal)
            && text[name.Length..] is var reason && reason.Length > 0 && reason.All(char.IsAsciiLetterOrDigit) ? reason : null;
    }
}

/// <summary>The observed outcome of an experiment on a server.</summary>
/// <param name="Connections">The connections, in the order in which they were opened.</param>
/// <param name="Notes">Other observations, by name.</param>
public sealed record Outcome(IReadOnlyList<ConnectionOutcome> Connections, IReadOnlyDictionary<string, string> Notes)
{
    /// <summary>The note of a server that ended and was restarted.</summary>
    public const string HasEnded = "ended=yes";

    /// <summary>Whether the server ended during the experiment.</summary>
    [JsonIgnore]
    public bool ServerEnded => Notes.TryGetValue("ended", out var ended) && ended == "yes";

    /// <summary>The text of a table cell. <c>/</c> separates connections; equal neighbours are grouped: <c>(silent)×3 / 200</c>.</summary>
    public string Summary => string.Join("  ", [
        .. Connections.Count == 0 ? [] : (string[])[string.Join(" / ", Counted(Connections.Select(connection => connection.Summary)))],
        .. Notes.Select(note => $"{note.Key}={note.Value}")]).Trim();

    /// <summary>The summary without grouping and with the ends, in the notation of <see cref="OutcomePattern"/>.</summary>
    public string InFull => string.Join(' ', [
        string.Join(" / ", Connections.Select(connection => connection.InFull)),
        .. Notes.Select(note => $"{note.Key}={note.Value}")]).Trim();

    private static IEnumerable<string> Counted(IEnumerable<string> summaries)
    {
        var runs = new List<(string Summary, int Count)>();
        foreach (var summary in summaries)
        {
            if (runs.Count > 0 && runs[^1].Summary == summary)
                runs[^1] = (summary, runs[^1].Count + 1);
            else
                runs.Add((summary, 1));
        }

        return runs.Select(run => run.Count == 1 ? run.Summary : string.Create(CultureInfo.InvariantCulture, $"({run.Summary})×{run.Count}"));
    }
}
