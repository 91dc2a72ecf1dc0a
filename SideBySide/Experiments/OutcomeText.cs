using System.Globalization;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Experiments;

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
