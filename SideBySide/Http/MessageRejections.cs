using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>Rejections for display, with the sentence, section and status of the server.</summary>
internal static class MessageRejections
{
    private const string GoodResponse = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    /// <summary>The rejection of a request by the server's parser.</summary>
    /// <param name="result">The parser's result.</param>
    /// <param name="origin">The request's first byte in the stream.</param>
    /// <param name="where">The part of the message.</param>
    public static MessageRejection OfRequest(ParseResult result, int origin, MessagePart where)
    {
        var rejection = RejectionText.For(result.Reason);
        return new MessageRejection(result.Reason.ToString(), origin + result.Offset, result.Length, rejection.Status, rejection.Section,
            new LocalizedText(rejection.English, rejection.Chinese), rejection.Example, RejectionSources.Of(result.Reason, where));
    }

    /// <summary>The rejection of a frame. The other end sends the close code.</summary>
    /// <param name="result">The reader's result.</param>
    /// <param name="origin">The frame's first byte in the stream.</param>
    /// <param name="fromServer">Whether a server sent it.</param>
    public static MessageRejection OfFrame(FrameResult result, int origin, bool fromServer)
    {
        var rejection = FrameRejection.For(result.Error);
        return new MessageRejection(
            result.Error.ToString(), origin + result.Offset, result.Length, (int)rejection.Code, rejection.Section,
            new LocalizedText(rejection.English, rejection.Chinese),
            GoodFrame(result.Error, fromServer),
            RejectionSources.Of(result.Error));
    }

    // RFC 6455 §5.7: "Hello"; a close frame with 1000.
    private static string GoodFrame(FrameError error, bool fromServer) =>
        error is FrameError.CloseBodyTooShort or FrameError.CloseCodeInvalid or FrameError.CloseReasonInvalid
            ? fromServer ? "88 02 03 e8" : "88 82 37 fa 21 3d 34 12"
            : fromServer ? "81 05 48 65 6c 6c 6f" : "81 85 37 fa 21 3d 7f 9f 4d 51 58";

    /// <summary>The rejection of an invalid response.</summary>
    public static MessageRejection OfResponse(ReadOnlySpan<byte> stream, ResponseParser reading)
    {
        var (offset, length) = (reading.Broken.Offset, reading.Broken.Length);
        if (ResponseFaults.Of(stream, reading) is { } fault)
            return new MessageRejection(
                fault.Name, offset, length, null, fault.Section, fault.Sentence, GoodResponse, [GrammarRule.StatusCode.Source]);

        var where = reading.Chunks is not null ? Within(reading.StoppedAt) : MessagePart.Fields;
        var refusal = OfRequest(reading.Broken, 0, where) with { Status = null, Example = GoodResponse };
        return reading.Chunks is { Parts.Count: 0 } && reading.StoppedAt == ChunkedDecoder.Stage.Header
            ? refusal with { Sentence = ResponseFaults.NoChunks }
            : refusal;
    }

    /// <summary>The part of a chunked body in which the decoder stopped.</summary>
    public static MessagePart Within(ChunkedDecoder.Stage expected) => expected switch
    {
        ChunkedDecoder.Stage.Header => MessagePart.ChunkLine,
        ChunkedDecoder.Stage.DataEnd => MessagePart.ChunkEnd,
        _ => MessagePart.Fields,
    };
}

/// <summary>The part of a message at which it was rejected.</summary>
internal enum MessagePart
{
    /// <summary>Before the request line.</summary>
    EmptyLines,

    /// <summary>In the request line.</summary>
    RequestLine,

    /// <summary>In the fields, in their combination, or in trailers.</summary>
    Fields,

    /// <summary>In the line before a chunk's data.</summary>
    ChunkLine,

    /// <summary>After a chunk's data.</summary>
    ChunkEnd,
}

/// <summary>
/// The lines of HandRolledHttp that reject for a reason: those with its name, without its declaration, explanation and comparisons.
/// </summary>
internal static partial class RejectionSources
{
    private const string Http1 = "HandRolledHttp/Http1/";

    // Line ends are checked in many places; each other reason has one place, or several of the same kind.
    private static readonly FrozenDictionary<(RejectionReason, MessagePart), RuleSource[]> s_lineEnds = new Dictionary<(RejectionReason, MessagePart), RuleSource[]>
    {
        [(RejectionReason.BareCr, MessagePart.EmptyLines)] = [new(Http1 + "RequestHeadParser.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.EmptyLines)] = [new(Http1 + "RequestHeadParser.cs", "RejectionReason.BareLf, _position);")],
        [(RejectionReason.BareCr, MessagePart.RequestLine)] = [new(Http1 + "RequestLine.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.RequestLine)] = [new(Http1 + "RequestHeadParser.cs", "RejectionReason.BareLf, _position + lf)")],
        [(RejectionReason.BareCr, MessagePart.Fields)] = [new(Http1 + "FieldLine.cs", "? RejectionReason.BareCr"), new(Http1 + "FieldLine.cs", "=> RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.Fields)] = [new(Http1 + "FieldSection.cs", "RejectionReason.BareLf")],
        [(RejectionReason.BareCr, MessagePart.ChunkLine)] = [new(Http1 + "ChunkHeader.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.ChunkLine)] = [new(Http1 + "ChunkedDecoder.cs", "RejectionReason.BareLf, lf)")],
        [(RejectionReason.BareCr, MessagePart.ChunkEnd)] = [new(Http1 + "ChunkedDecoder.cs", "RejectionReason.BareCr")],
        [(RejectionReason.BareLf, MessagePart.ChunkEnd)] = [new(Http1 + "ChunkedDecoder.cs", "? RejectionReason.BareLf")],
    }.ToFrozenDictionary();

    // Without the declarations and the table of sentences.
    private static readonly Lazy<ILookup<string, string>> s_mentions = new(() => Mentions(Mention(), Http1 + "Rejection"));

    private static readonly Lazy<ILookup<string, string>> s_frameMentions = new(() => Mentions(FrameMention(), "HandRolledHttp/WebSocket/FrameRejection.cs"));

    /// <summary>At least one file and line.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="where">The part of the message.</param>
    public static IReadOnlyList<string> Of(RejectionReason reason, MessagePart where) => s_lineEnds.TryGetValue((reason, where), out var places)
        ? [.. places.Select(place => place.Place)]
        : [.. s_mentions.Value[reason.ToString()]];

    /// <summary>Files and lines that reject a frame for this reason, at least one.</summary>
    public static IReadOnlyList<string> Of(FrameError error) => [.. s_frameMentions.Value[error.ToString()]];

    private static ILookup<string, string> Mentions(Regex mention, string except) => RuleSource.Code("HandRolledHttp/")
        .Where(line => !line.Place.StartsWith(except, StringComparison.Ordinal))
        .SelectMany(line => mention.Matches(line.Line).Select(match => (Reason: match.Groups[1].Value, line.Place)))
        .Distinct()
        .ToLookup(one => one.Reason, one => one.Place);

    // Skips comparisons: such a line does not reject.
    [GeneratedRegex(@"(?<!== )RejectionReason\.(\w+)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"(?<![!=]= )FrameError\.(\w+)")]
    private static partial Regex FrameMention();
}

/// <summary>Faults of a status line, and the protocols and programs whose lines resemble one.</summary>
/// <param name="Name">The name of the reason, which never changes.</param>
/// <param name="Section">The section with the rule.</param>
/// <param name="Sentence">The rule in one sentence.</param>
internal sealed record ResponseFaults(string Name, string Section, LocalizedText Sentence)
{
    /// <summary>The first chunk has no size: often a program has already decoded the body.</summary>
    public static LocalizedText NoChunks { get; } = new(
        "Transfer-Encoding says chunked, but no chunk begins here. curl -i and browsers decode the body before they show it; curl -i --raw shows it as it was sent.",
        "Transfer-Encoding 说明是 chunked，但这里没有分块。curl -i 和浏览器会先解码正文再显示；curl -i --raw 按原样显示。");

    /// <summary>The fault; null if the status line is valid.</summary>
    public static ResponseFaults? Of(ReadOnlySpan<byte> stream, ResponseParser reading) => reading.Fault switch
    {
        ResponseFault.StatusLine => new("StatusLineMalformed", "RFC 9112 §4", StatusLine(stream[reading.Offset..])),
        ResponseFault.StatusLineEnd => new("BareLf", "RFC 9112 §2.2", new(
            "The status line must end with CR LF, not with a single LF.", "状态行必须以 CR LF 结尾，不能只有 LF。")),
        ResponseFault.StatusCode => new("StatusCodeInvalid", "RFC 9110 §15", new(
            "A status code is never below 100; valid ones are 100 to 599.", "状态码不小于 100，有效的是 100 到 599。")),
        ResponseFault.Reason => new("ReasonInvalid", "RFC 9112 §4", new(
            "The reason phrase must not contain a control character such as NUL or CR.", "原因短语不得包含 NUL、CR 之类的控制字符。")),
        _ => null,
    };

    private static LocalizedText StatusLine(ReadOnlySpan<byte> line)
    {
        var start = Encoding.Latin1.GetString(line[..Math.Min(line.Length, 8)]);
        if (start.StartsWith("HTTP/2", StringComparison.Ordinal) || start.StartsWith("HTTP/3", StringComparison.Ordinal))
        {
            return new(
                $"This is how curl and other programs show a response of {start[..6]}, which has no status line: its fields are in binary frames. curl --http1.1 -i --raw shows HTTP/1.1.",
                $"这是 curl 等程序显示 {start[..6]} 响应的方式；{start[..6]} 没有状态行，字段以二进制帧传输。用 curl --http1.1 -i --raw 可以看到 HTTP/1.1。");
        }

        if (start.StartsWith("ICY ", StringComparison.Ordinal))
        {
            return new(
                "ICY is the protocol name of SHOUTcast, an old streaming server; HTTP begins with HTTP/1.1 instead.",
                "ICY 是旧式流媒体服务器 SHOUTcast 的协议名；HTTP 以 HTTP/1.1 开头。");
        }

        if (start.StartsWith("http/", StringComparison.OrdinalIgnoreCase) && !start.StartsWith("HTTP/", StringComparison.Ordinal))
            return new("HTTP in the version must be in capitals: HTTP/1.1 200 OK.", "版本中的 HTTP 必须大写：HTTP/1.1 200 OK。");
        return new(
            "A response must begin with the version, a space, three digits and a space: HTTP/1.1 200 OK.",
            "响应必须以版本、一个空格、三位数字和一个空格开头：HTTP/1.1 200 OK。");
    }
}
