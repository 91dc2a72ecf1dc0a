using System.Globalization;
using System.Text.Json.Serialization;
using SideBySide.Http;
using SideBySide.Language;
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
        OutcomeKind.Answers => string.Join(' ', Statuses()) + Further,
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
                OutcomeKind.Answers => string.Join(' ', Answers.Select(answer => answer.Status.ToString(CultureInfo.InvariantCulture))) + Further,
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

    // The words after the statuses.
    private string Further =>
        string.Concat(Frames.Select(frame => $" {frame.Word}")) + (IsComplete ? "" : " incomplete") + (Reason is null ? "" : $" {Reason}");

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

/// <summary>An outcome in a sentence.</summary>
public static class OutcomeText
{
    /// <summary>The observations, connection by connection.</summary>
    public static LocalizedText Of(Observation observed)
    {
        if (observed.Outcome is not { } outcome)
            return observed.WhyNot ?? default;
        var named = outcome.Connections.Count > 1;
        // The experiment only tests the handshake: silence after it is not reported.
        var isHandshake = outcome.Notes.ContainsKey("alpn") && outcome.Connections.All(connection => connection.Kind == OutcomeKind.Nothing);
        var parts = (isHandshake ? [] : outcome.Connections).Select(connection => Sentence(connection, named))
            .Concat(outcome.Notes.Select(note => Texts.Noticed(note.Key, note.Value)))
            .ToArray();
        return new LocalizedText(string.Join(' ', parts.Select(part => part.En)), string.Concat(parts.Select(part => part.Zh)));
    }

    private static LocalizedText Sentence(ConnectionOutcome seen, bool named)
    {
        var (what, end) = (What(seen), End(seen));
        return named ? new($"{seen.Name}: {what.En}{end.En}", $"{seen.Name}：{what.Zh}{end.Zh}") : new(what.En + end.En, what.Zh + end.Zh);
    }

    private static LocalizedText What(ConnectionOutcome seen) => seen.Kind switch
    {
        OutcomeKind.Refused => new("No program listens there: the connection was refused.", "那里没有程序监听：连接被拒绝。"),
        OutcomeKind.Echo => new($"The same {seen.Received.Length} bytes came back.", $"收回了同样的 {seen.Received.Length} 字节。"),
        OutcomeKind.Bytes => new($"{seen.Received.Length} bytes came back that are not an HTTP response.", $"收到 {seen.Received.Length} 字节，但不是 HTTP 响应。"),
        OutcomeKind.Answers => Answered(seen),
        _ => seen.End switch
        {
            ConnectionEnd.Closed => new("The server closed the connection without a response.", "服务器没有响应就关闭了连接。"),
            ConnectionEnd.Reset => new("The server reset the connection without a response.", "服务器没有响应就重置了连接。"),
            ConnectionEnd.Open => new("No response; the server is still waiting.", "没有响应；服务器还在等待。"),
            _ => new("Nothing came back.", "什么也没有收到。"),
        },
    };

    private static LocalizedText Answered(ConnectionOutcome seen)
    {
        var statuses = string.Join(", ", seen.Answers.Select(answer => answer.Status.ToString(CultureInfo.InvariantCulture)));
        var count = seen.Answers.Count;
        var text = count == 1
            ? new LocalizedText($"Response {statuses}", $"响应 {statuses}")
            : new LocalizedText($"{count} responses: {statuses}", $"{count} 个响应：{statuses.Replace(", ", "、", StringComparison.Ordinal)}");
        if (seen.Reason is { } reason)
            text = new($"{text.En} ({reason})", $"{text.Zh}（{reason}）");
        if (seen.Frames.Count > 0)
            text = new($"{text.En}, then {string.Join(", ", seen.Frames.Select(frame => Frame(frame).En))}", $"{text.Zh}，随后是{string.Join("、", seen.Frames.Select(frame => Frame(frame).Zh))}");
        return seen.IsComplete
            ? new($"{text.En}.", $"{text.Zh}。")
            : new($"{text.En}, incomplete.", $"{text.Zh}，但不完整。");
    }

    private static LocalizedText Frame(ServerFrame frame) => frame.Word switch
    {
        "text" => new("a text message", "文本消息"),
        "binary" => new("a binary message", "二进制消息"),
        "ping" or "pong" => new($"a {frame.Word}", $" {frame.Word} 帧"),
        "close" => new("a close frame without a code", "不带关闭码的关闭帧"),
        "malformed" => new("bytes that are not a frame of a server", "不成其为服务器帧的字节"),
        _ => new($"close code {frame.Word}", $"关闭码 {frame.Word}"),
    };

    private static LocalizedText End(ConnectionOutcome seen) => (seen.Kind, seen.End) switch
    {
        (OutcomeKind.Nothing or OutcomeKind.Refused, _) or (_, ConnectionEnd.Unseen) => default,
        (_, ConnectionEnd.Closed) => new(" Then it closed the connection.", "随后关闭了连接。"),
        (_, ConnectionEnd.Reset) => new(" Then it reset the connection.", "随后重置了连接。"),
        _ => new(" It keeps the connection open.", "连接保持打开。"),
    };
}
