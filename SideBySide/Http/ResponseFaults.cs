using System.Text;
using SideBySide.Language;

namespace SideBySide.Http;

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
