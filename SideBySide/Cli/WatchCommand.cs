using System.CommandLine;
using System.Globalization;
using System.Text;
using RawSocketServer;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;
using SideBySide.Capture;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary><c>watch --listen 9000 --to host:port</c>: a recording relay in front of any TCP port.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        var listen = new Option<string>("--listen")
        {
            HelpName = "[ADDRESS:]PORT",
            Required = true,
            Description = new LocalizedText("The address that clients connect to; a port without a host means this machine only. 0 is any free port.", "客户端连接的地址；只写端口则仅限本机。0 表示任意空闲端口。").ToString(),
        };
        var to = new Option<string>("--to") { HelpName = "[HOST:]PORT", Required = true, Description = new LocalizedText("The server that receives all bytes; a port without a host means this machine.", "全部转交给哪个服务器；只写端口则指本机。").ToString() };
        var save = new Option<string>("--save") { HelpName = "FILE", Description = new LocalizedText("Keep the conversation, for replay.", "保存会话，供 replay 重放。").ToString() };
        var allowRemote = Remote();
        var command = new DocumentedCommand("watch", new(
            "Relays between clients and any TCP server, and prints both directions live: HTTP and WebSocket frames with their meaning, everything else in hexadecimal. It forwards half-closes and resets as well.",
            "在客户端与任意 TCP 服务器之间转发，并实时打印双向内容：HTTP 和 WebSocket 帧附带含义，其余用十六进制。半关闭与重置也原样转发。"))
        {
            Examples =
            [
                ("watch --listen 9000 --to 8081", new("Then curl http://127.0.0.1:9000/ and see it here:", "然后执行 curl http://127.0.0.1:9000/，在这里看：")),
                ("watch --listen 9000 --to 8081 --save talk", new("Keep it, to replay it later:", "保存下来，以后重放：")),
            ],
            Notes = new(
                "The relay slows neither side down. If bytes arrive faster than they can be printed, it forwards them and prints only a count. TLS is forwarded without decryption. An urgent byte (MSG_OOB) is not forwarded. It runs until Ctrl-C or SIGTERM, and then ends with exit code 0, or with 1 if --save could not write everything.",
                "不会拖慢任何一方：来不及打印的照样转发，只计数。TLS 原样通过，内容不可读。紧急字节（MSG_OOB）不会转发。它一直运行，直到 Ctrl-C 或 SIGTERM，然后以退出码 0 结束；--save 未能写全时为 1。"),
        };
        foreach (var option in (Option[])[listen, to, save, allowRemote])
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => RunAsync(
            Address(parsed.GetRequiredValue(listen)), parsed.GetRequiredValue(to), parsed.GetValue(save), parsed.GetValue(allowRemote), parsed.Invocation(), cancellation));
        return command;
    }

    /// <summary>The option that allows other machines.</summary>
    public static Option<bool> Remote() => new("--allow-remote")
    {
        Description = new LocalizedText("The server may be another machine.", "服务器可以是另一台机器。").ToString(),
    };

    private static ListenUrl Address(string text) => ListenUrl.Parse(
        text.All(char.IsAsciiDigit) ? $"tcp://127.0.0.1:{text}" : $"tcp://{text}", new Dictionary<string, int?> { ["tcp"] = null });

    private static async Task<int> RunAsync(ListenUrl listen, string to, string? save, bool allowRemote, Invocation invocation, CancellationToken cancel)
    {
        var output = invocation.Output;
        var destination = await ResolvedHost.ResolveAsync(to, allowRemote, cancel);
        await using var relay = new RecordingRelay(listen, destination, TimeProvider.System);
        try
        {
            relay.Start();
        }
        catch (ListenException e)
        {
            throw new StartupException(e.Explain("--listen"), e);
        }

        await using var file = save is null ? null : ConversationWriter.Create(save, Console.Error);
        file?.WriteLine(ConversationFile.Head(to));
        output.WriteLine(new LocalizedText(
            $"Listening on {string.Join(", ", relay.Urls)}, forwarding everything to {to}. Ctrl-C stops it.",
            $"正在监听 {string.Join("、", relay.Urls)}，全部转发给 {to}。按 Ctrl-C 结束。"));

        var view = new LiveView(invocation.Palette);
        var dropped = 0L;
        try
        {
            while (await relay.Log.Events.WaitToReadAsync(cancel))
            {
                while (relay.Log.Events.TryRead(out var happened))
                {
                    if (relay.Log.Dropped is var now && now > dropped)
                    {
                        output.Write(view.Dropped(now - dropped));
                        file?.WriteLine(ConversationFile.Dropped(now - dropped));
                        dropped = now;
                    }

                    output.Write(view.Show(happened));
                    file?.WriteLine(ConversationFile.Line(happened));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped. Like a server it runs until then, so this is its normal end, with exit code 0.
        }

        return file?.HasFailed == true ? ExitCodes.Failure : ExitCodes.Success;
    }
}

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

/// <summary>Binary bytes in the format of xxd: offset, hexadecimal, ASCII.</summary>
internal static class HexDump
{
    private const int PerLine = 16;

    /// <summary>One line for each 16 bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="offset">The offset of the first byte.</param>
    public static IEnumerable<string> Lines(ReadOnlyMemory<byte> bytes, long offset = 0)
    {
        for (var at = 0; at < bytes.Length; at += PerLine)
            yield return Line(bytes.Span.Slice(at, Math.Min(PerLine, bytes.Length - at)), offset + at);
    }

    private static string Line(ReadOnlySpan<byte> bytes, long offset)
    {
        var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{offset:x8}: ");
        for (var i = 0; i < PerLine; i++)
            _ = line.Append(i < bytes.Length ? bytes[i].ToString("x2", CultureInfo.InvariantCulture) : "  ").Append(i % 2 == 1 ? " " : "");
        _ = line.Append(' ');
        foreach (var b in bytes)
            _ = line.Append(b is >= 0x20 and < 0x7F ? (char)b : '.');
        return line.ToString();
    }
}
