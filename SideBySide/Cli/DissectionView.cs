using System.Globalization;
using System.Text;
using RawSocketServer;
using SideBySide.Capture;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>A dissection for a terminal of 80 columns: a line for each span, and a caret under the bytes of a rejection.</summary>
/// <param name="style">The colours.</param>
internal sealed class DissectionView(AnsiStyle style)
{
    private const int BytesColumn = 8;
    private const int BytesWidth = 32;
    private const int RuleWidth = 18;
    private const int MostLines = 8;

    private readonly HashSet<string> _told = [];

    public string Show(Dissection dissection, ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        for (var i = 0; i < dissection.Messages.Count; i++)
            Show(i > 0 ? text.Append('\n') : text, dissection.Messages[i], $"{i + 1}. ", bytes);
        return text.ToString();
    }

    /// <summary>A recorded connection: what both sides sent, each message with an arrow.</summary>
    public string Show(DissectedConnection dissected, RecordedConnection recorded)
    {
        var text = new StringBuilder().Append(style.Strong($"#{dissected.Number}")).Append('\n');
        var (client, server) = (recorded.BytesOf(Side.Client), recorded.BytesOf(Side.Server));
        foreach (var (number, (from, message)) in dissected.Messages.Index())
        {
            var (arrow, bytes) = from == Side.Client ? ('→', client) : ('←', server);
            Show(text.Append('\n'), message, $"{number + 1}. {arrow} ", bytes);
        }

        return text.ToString();
    }

    private void Show(StringBuilder text, Message message, string lead, ReadOnlySpan<byte> bytes)
    {
        _ = text.Append(style.Strong(lead + Title(message))).Append("\n\n");
        foreach (var span in message.Spans)
            Row(text, span);
        foreach (var note in message.Notes ?? [])
            Paragraph(text.Append('\n'), note, style.Alarm);
        if (message.Refusal is { } refusal)
            Refused(text, message, refusal, bytes);
        else if (message.Missing is { } missing)
            Paragraph(text.Append('\n'), new($"Not complete yet: {missing.En}", $"尚不完整：{missing.Zh}"), style.Alarm);
        if (message.Refusal is not null)
            return;
        if (message.Request is { } request)
            Understood(text, MessageText.Of(request));
        if (message.Response is { } response)
            Understood(text, MessageText.Of(response));
        if (message.Frame is { } frame)
            Understood(text, MessageText.Of(frame));
    }

    private static string Title(Message message)
    {
        var (first, last) = (message.Offset, message.Offset + message.Length - 1);
        return (message.Kind switch
        {
            "request" => new LocalizedText($"Request, bytes {first} to {last}", $"请求，第 {first} 到 {last} 字节"),
            "response" => new LocalizedText($"Response, bytes {first} to {last}", $"响应，第 {first} 到 {last} 字节"),
            "frame" => new LocalizedText($"WebSocket frame, bytes {first} to {last}", $"WebSocket 帧，第 {first} 到 {last} 字节"),
            _ => new LocalizedText($"The rest, bytes {first} to {last}", $"其余，第 {first} 到 {last} 字节"),
        }).ToString();
    }

    private void Row(StringBuilder text, LabelledSpan span)
    {
        var shown = string.IsNullOrWhiteSpace(span.Text) ? span.Text.Replace(' ', '␣') : span.Text;
        var pieces = TerminalText.Cut(shown, BytesWidth).ToArray();
        var paint = span.IsOffence ? style.Alarm : (Func<string, string>)style.Sent;
        _ = text.Append(style.Quiet(span.Offset.ToString(CultureInfo.InvariantCulture).PadLeft(BytesColumn - 2))).Append("  ");
        _ = text.Append(paint(pieces[0])).Append(' ', BytesWidth + 2 - TerminalText.Width(pieces[0]));
        _ = text.Append(span.Rule.PadRight(RuleWidth)).Append(' ').Append(style.Quiet(span.Section)).Append('\n');
        foreach (var piece in pieces.Skip(1).Take(MostLines - 1))
            _ = text.Append(' ', BytesColumn).Append(paint(piece)).Append('\n');
        if (pieces.Length > MostLines || span.Text.EndsWith('…'))
            _ = text.Append(' ', BytesColumn).Append(style.Quiet(new LocalizedText($"… {span.Length} bytes in all", $"…… 共 {span.Length} 字节").ToString())).Append('\n');

        var indent = new string(' ', BytesColumn + 2);
        if (span.Meaning is { } meaning)
            _ = text.Append(indent).Append("= ").Append(string.Join($"\n{indent}  ", TerminalText.Cut(meaning, TerminalText.Right - indent.Length - 2))).Append('\n');
        if (_told.Add(span.Explanation.En)) // explains CRLF only once
            Paragraph(text, span.Explanation, style.Quiet, indent.Length);
        if (span.Source.Length > 0 && _told.Add(span.Source)) // names a line of code only once
            _ = text.Append(indent).Append(style.Quiet(span.Source)).Append('\n');
    }

    private void Refused(StringBuilder text, Message message, MessageRejection refusal, ReadOnlySpan<byte> bytes)
    {
        var title = new LocalizedText($"Rejected at byte {refusal.Offset}: {refusal.Status} {refusal.Reason}", $"在第 {refusal.Offset} 字节被拒绝：{refusal.Status} {refusal.Reason}");
        _ = text.Append('\n').Append("  ").Append(style.Alarm(title.ToString().Replace(":  ", ": ", StringComparison.Ordinal).Replace("： ", "：", StringComparison.Ordinal))).Append("\n\n");
        var start = message.Kind == "frame" ? message.Offset : 0; // a frame does not begin a line
        var (line, caret) = CaretLine.At(bytes[start..], refusal.Offset - start, refusal.Length, TerminalText.Right - 4);
        _ = text.Append("    ").Append(line).Append('\n').Append("    ").Append(style.Alarm(caret)).Append("\n\n");
        Paragraph(text, refusal.Sentence);
        Paragraph(text, new($"Rule: {refusal.Section}; enforced in", $"依据：{refusal.Section}；执行于"), style.Quiet);
        foreach (var source in refusal.Sources)
            _ = text.Append("    ").Append(style.Quiet(source)).Append('\n');
        var example = message.Kind == "frame"
            ? new LocalizedText("A correct frame in hexadecimal, for example:", "正确的帧（十六进制），例如：")
            : new LocalizedText("A correct request, for example:", "正确的写法，例如：");
        _ = text.Append('\n').Append("  ").Append(example).Append('\n');
        foreach (var shown in VisibleLines.Text(Encoding.UTF8.GetBytes(refusal.Example)).Split('\n'))
            _ = text.Append("    ").Append(style.Received(shown)).Append('\n');
    }

    private void Understood(StringBuilder text, IReadOnlyList<(LocalizedText Label, string Value)> rows)
    {
        _ = text.Append("\n  ").Append(style.Strong(new LocalizedText("Understood", "理解为").ToString())).Append('\n');
        var width = rows.Max(row => TerminalText.Width(row.Label.ToString())) + 2;
        foreach (var (label, value) in rows)
        {
            var name = label.ToString();
            _ = text.Append("    ").Append(style.Quiet(name)).Append(' ', width - TerminalText.Width(name));
            _ = text.Append(string.Join($"\n    {new string(' ', width)}", TerminalText.Cut(value, TerminalText.Right - 4 - width).Take(MostLines))).Append('\n');
        }
    }

    private static void Paragraph(StringBuilder text, LocalizedText paragraph, Func<string, string>? paint = null, int indent = 2) =>
        text.Append(TerminalText.Paragraph(paragraph.ToString(), indent, paint));
}

/// <summary>A line with a caret under some bytes.</summary>
internal static class CaretLine
{
    /// <summary>The line of the bytes and the line below it; a long line is truncated on both sides.</summary>
    /// <param name="bytes">All bytes.</param>
    /// <param name="offset">The first marked byte.</param>
    /// <param name="length">The number of marked bytes; 0 if something is missing there.</param>
    /// <param name="width">The number of columns.</param>
    public static (string Line, string Caret) At(ReadOnlySpan<byte> bytes, int offset, int length, int width)
    {
        var start = bytes[..offset].LastIndexOf((byte)'\n') + 1;
        var lf = bytes[offset..].IndexOf((byte)'\n');
        var end = lf < 0 ? bytes.Length : offset + lf + 1;
        var before = Text(bytes[start..offset]);
        var meant = Text(bytes[offset..Math.Min(end, offset + length)]);
        var after = Text(bytes[Math.Min(end, offset + length)..end]);

        var half = width / 2;
        if (TerminalText.Width(before) > half)
            before = "…" + string.Concat(TerminalText.Cut(Reverse(before), half - 1).Take(1).Select(Reverse));
        var room = width - TerminalText.Width(before);
        var caret = new string(' ', TerminalText.Width(before)) + new string('^', Math.Clamp(TerminalText.Width(meant), 1, room - 1));
        var rest = meant + after;
        return (before + (TerminalText.Width(rest) <= room ? rest : TerminalText.Cut(rest, room - 1).First() + "…"), caret);
    }

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (bytes.Length > 0)
            _ = text.Append(VisibleBytes.Next(ref bytes, out _));
        return text.ToString();
    }

    private static string Reverse(string text) => string.Concat(text.EnumerateRunes().Reverse().Select(rune => rune.ToString()));
}

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
