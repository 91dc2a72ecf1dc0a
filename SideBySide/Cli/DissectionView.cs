using System.Globalization;
using System.Text;
using SideBySide.Capture;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>A dissection for a terminal of 80 columns: a line for each span, and a caret under the bytes of a rejection.</summary>
/// <param name="style">The colours.</param>
internal sealed class DissectionView(AnsiStyle style)
{
    private const int Right = 78;
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
            Paragraph(text.Append('\n'), style.Alarm, note.ToString());
        if (message.Refusal is { } refusal)
            Refused(text, message, refusal, bytes);
        else if (message.Missing is { } missing)
            Paragraph(text.Append('\n'), style.Alarm, new LocalizedText($"Not complete yet: {missing.En}", $"尚不完整：{missing.Zh}").ToString());
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
            _ = text.Append(indent).Append("= ").Append(string.Join($"\n{indent}  ", TerminalText.Cut(meaning, Right - indent.Length - 2))).Append('\n');
        if (_told.Add(span.Explanation.En)) // explains CRLF only once
            Paragraph(text, style.Quiet, span.Explanation.ToString(), indent);
        if (span.Source.Length > 0 && _told.Add(span.Source)) // names a line of code only once
            _ = text.Append(indent).Append(style.Quiet(span.Source)).Append('\n');
    }

    private void Refused(StringBuilder text, Message message, MessageRejection refusal, ReadOnlySpan<byte> bytes)
    {
        var title = new LocalizedText($"Rejected at byte {refusal.Offset}: {refusal.Status} {refusal.Reason}", $"在第 {refusal.Offset} 字节被拒绝：{refusal.Status} {refusal.Reason}");
        _ = text.Append('\n').Append("  ").Append(style.Alarm(title.ToString().Replace(":  ", ": ", StringComparison.Ordinal).Replace("： ", "：", StringComparison.Ordinal))).Append("\n\n");
        var start = message.Kind == "frame" ? message.Offset : 0; // a frame does not begin a line
        var (line, caret) = CaretLine.At(bytes[start..], refusal.Offset - start, refusal.Length, Right - 4);
        _ = text.Append("    ").Append(line).Append('\n').Append("    ").Append(style.Alarm(caret)).Append("\n\n");
        Paragraph(text, s => s, refusal.Sentence.ToString());
        Paragraph(text, style.Quiet, new LocalizedText($"Rule: {refusal.Section}; enforced in", $"依据：{refusal.Section}；执行于").ToString());
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
            _ = text.Append(string.Join($"\n    {new string(' ', width)}", TerminalText.Cut(value, Right - 4 - width).Take(MostLines))).Append('\n');
        }
    }

    private static void Paragraph(StringBuilder text, Func<string, string> paint, string paragraph, string indent = "  ")
    {
        foreach (var line in TerminalText.Wrap(paragraph, Right - indent.Length))
            _ = text.Append(indent).Append(paint(line)).Append('\n');
    }
}
