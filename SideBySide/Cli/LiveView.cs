using System.Globalization;
using System.Text;
using SideBySide.Capture;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>
/// The events of relayed connections as text: HTTP as text and WebSocket in hexadecimal, both with their meaning; other bytes in hexadecimal.
/// </summary>
/// <param name="style">The colours.</param>
internal sealed class LiveView(AnsiStyle style)
{
    private const int Right = 78;
    private const string Indent = "     ";
    private const int MostLines = 24;
    private const int MostConnections = 10_000;

    private readonly Dictionary<long, ConnectionDissector> _streams = [];

    public string Show(RelayEvent happened)
    {
        var text = new StringBuilder();
        var arrow = happened.From == Side.Client ? style.Sent("→") : style.Received("←");
        _ = text.Append(style.Strong($"#{happened.Connection}")).Append(style.Quiet(string.Create(CultureInfo.InvariantCulture, $"  {happened.At.TotalSeconds,8:0.000} s  ")));
        _ = happened.Kind switch
        {
            RelayEventKind.Bytes => text.Append(arrow).Append(' ').Append(new LocalizedText($"{happened.Bytes.Length} bytes", $"{happened.Bytes.Length} 字节")),
            RelayEventKind.Finished => text.Append(arrow).Append(' ').Append(new LocalizedText("finished sending (FIN)", "发送完毕（FIN）")),
            RelayEventKind.Reset => text.Append(arrow).Append(' ').Append(style.Alarm(new LocalizedText("reset the connection (RST)", "重置了连接（RST）").ToString())),
            RelayEventKind.Opened => text.Append(new LocalizedText($"{happened.Detail} connected", $"{happened.Detail} 已连接")),
            RelayEventKind.Refused => text.Append(style.Alarm(new LocalizedText($"{happened.Detail} closed: too many connections", $"{happened.Detail} 被关闭：连接太多").ToString())),
            RelayEventKind.Unreachable => text.Append(style.Alarm(new LocalizedText($"the server cannot be reached ({happened.Detail})", $"无法连接服务器（{happened.Detail}）").ToString())),
            _ => text.Append(new LocalizedText("closed", "已关闭")),
        };
        _ = text.Append('\n');

        if (happened.Kind is RelayEventKind.Bytes or RelayEventKind.Finished)
            Content(text, happened);
        if (happened.Kind == RelayEventKind.Closed)
            _ = _streams.Remove(happened.Connection);
        return text.ToString();
    }

    /// <summary>A line for missing events.</summary>
    public string Dropped(long count) => style.Alarm(new LocalizedText(
        $"({count} events came faster than they could be written and were dropped)", $"（{count} 个事件来得太快，未能写出，已丢弃）").ToString()) + "\n";

    private void Content(StringBuilder text, RelayEvent happened)
    {
        var stream = Stream(happened);
        var offset = stream.Length;
        var messages = stream.Add(happened.Bytes.Span, ended: happened.Kind == RelayEventKind.Finished);
        var paint = happened.From == Side.Client ? style.Sent : (Func<string, string>)style.Received;
        var lines = stream.IsHttp == true
            ? VisibleLines.Text(happened.Bytes.Span).Split('\n').SelectMany(line => TerminalText.Cut(line, Right - Indent.Length))
            : HexDump.Lines(happened.Bytes, offset);
        var shown = lines.Take(MostLines + 1).ToArray();
        foreach (var line in shown.Take(MostLines))
            _ = text.Append(Indent).Append(paint(line)).Append('\n');
        if (shown.Length > MostLines)
            _ = text.Append(Indent).Append(style.Quiet("…")).Append('\n');
        foreach (var message in messages.Take(MostLines))
            Meaning(text, message);
        if (messages.Count > MostLines)
            _ = text.Append(Indent).Append(style.Quiet("…")).Append('\n');
    }

    private void Meaning(StringBuilder text, Message message)
    {
        var sentence = (message.Refusal is { } refusal
            ? new LocalizedText($"{refusal.Reason}: {refusal.Sentence.En} ({refusal.Section})", $"{refusal.Reason}：{refusal.Sentence.Zh}（{refusal.Section}）")
            : MessageText.Brief(message)).ToString();
        var lead = message.Refusal is null ? "= " : "! ";
        foreach (var line in TerminalText.Wrap(sentence, Right - Indent.Length - 2).SelectMany(line => TerminalText.Cut(line, Right - Indent.Length - 2)).Take(4))
        {
            _ = text.Append(Indent).Append(message.Refusal is null ? style.Quiet(lead + line) : style.Alarm(lead + line)).Append('\n');
            lead = "  ";
        }
    }

    private StreamDissector Stream(RelayEvent happened)
    {
        if (!_streams.TryGetValue(happened.Connection, out var streams))
        {
            if (_streams.Count == MostConnections)
                _streams.Clear(); // Closed events were dropped; open connections start again
            _streams[happened.Connection] = streams = new ConnectionDissector();
        }

        return happened.From == Side.Client ? streams.Client : streams.Server;
    }
}
