using System.Globalization;
using System.Text;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>A summary of a message in a few lines.</summary>
internal static class MessageText
{
    /// <summary>A message in one sentence, without the text of its body.</summary>
    public static LocalizedText Brief(Message message)
    {
        var rows = message switch
        {
            { Request: { } request } => Of(request with { Body = null }),
            { Response: { } response } => Of(response with { Body = null }),
            { Frame: { } frame } => Of(frame),
            _ => [],
        };
        return new(string.Join("; ", rows.Select(row => $"{row.Label.En} {row.Value}")), string.Join("；", rows.Select(row => $"{row.Label.Zh} {row.Value}")));
    }

    public static IReadOnlyList<(LocalizedText Label, string Value)> Of(RequestSummary request)
    {
        var rows = new List<(LocalizedText, string)> { (new("method", "方法"), request.Method) };
        if (request.Path is { } path)
            rows.Add((new("path", "路径"), Show(path)));
        else
            rows.Add((new("target", "目标"), request.Target));
        rows.AddRange(request.Parameters.Select(p => (new LocalizedText("query", "查询"), $"{Show(p.Name)} = {Show(p.Value)}")));
        if (request.Authority is { } authority)
            rows.Add((new("host", "主机"), authority));
        rows.Add((new("body", "正文"), Body(request.BodyLength, request.Body, request.Framing)));
        rows.Add((new("then", "之后"), After(request.IsPersistent)));
        return rows;
    }

    public static IReadOnlyList<(LocalizedText Label, string Value)> Of(ResponseSummary response) =>
    [
        (new("status", "状态"), $"{response.Status} {Show(response.Reason)}"),
        (new("body", "正文"), Body(response.BodyLength, response.Body, response.Framing)),
        (new("then", "之后"), response.Upgrade is null ? After(response.IsPersistent) : new LocalizedText("the connection is a WebSocket", "连接改用 WebSocket").ToString()),
    ];

    /// <summary>Of a frame.</summary>
    public static IReadOnlyList<(LocalizedText Label, string Value)> Of(FrameSummary frame)
    {
        var rows = new List<(LocalizedText, string)> { (new("frame", "帧"), frame.Opcode + (frame.IsFinal ? "" : ", FIN=0")) };
        rows.Add((new("mask", "掩码"), (frame.IsMasked ? new LocalizedText("yes", "有") : new LocalizedText("no", "无")).ToString()));
        if (frame.CloseCode is { } code)
            rows.Add((new("close code", "关闭状态码"), code.ToString(CultureInfo.InvariantCulture)));
        rows.Add((new("payload", "载荷"), $"{Bytes(frame.PayloadLength)}  {frame.Payload}".TrimEnd()));
        return rows;
    }

    private static LocalizedText Bytes(long count) => new(count == 1 ? "1 byte" : $"{count} bytes", $"{count} 字节");

    private static string Body(long length, string? text, string framing) => length == 0
        ? new LocalizedText($"none ({framing})", $"无（{framing}）").ToString()
        : new LocalizedText($"{length} bytes ({framing})", $"{length} 字节（{framing}）").ToString() + (text is null ? "" : $"  {Show(text).Replace("\n", " ", StringComparison.Ordinal)}");

    private static string After(bool isPersistent) => (isPersistent
        ? new LocalizedText("the connection stays open", "连接继续")
        : new LocalizedText("the connection ends", "连接结束")).ToString();

    private static string Show(string text) => VisibleLines.Text(Encoding.UTF8.GetBytes(text));
}
