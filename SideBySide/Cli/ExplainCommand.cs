using System.CommandLine;
using System.Text;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Capture;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary><c>explain [FILE|-]</c>: explains a raw request or response byte by byte.</summary>
internal static class ExplainCommand
{
    private const int MaxInput = 4 * 1024 * 1024;

    public static Command Create()
    {
        var file = new Argument<string>("file")
        {
            HelpName = "FILE|-",
            Arity = ArgumentArity.ZeroOrOne,
            Description = new LocalizedText("The bytes to explain; without a file, or with -, standard input.", "要解读的字节；写 - 或省略则读标准输入。").ToString(),
        };
        var crlf = new Option<bool>("--crlf") { Description = new LocalizedText("Text with plain line ends: turns each LF into CR LF first.", "普通换行的文本：先把每个 LF 换成 CR LF。").ToString() };
        var escaped = new Option<bool>("--escaped") { Description = new LocalizedText("Text with escapes: \\r \\n \\t \\0 \\\\ \\xHH. Line breaks are only layout.", "带转义的文本：\\r \\n \\t \\0 \\\\ \\xHH。换行只是排版。").ToString() };
        var json = new Option<bool>("--json") { Description = new LocalizedText("The same as JSON, for programs.", "给程序用：同样的内容，输出为 JSON。").ToString() };
        var command = new DocumentedCommand("explain", new(
            "Assigns every byte of raw requests or responses, of the WebSocket frames after them, or of a saved conversation to its grammar rule. If a rule is broken, shows the rule, the bytes, and a correct message.",
            "把请求或响应原文、其后的 WebSocket 帧或保存下来的会话，逐字节归到语法规则；如有违反，指出位置、规则和正确的写法。"))
        {
            Examples =
            [
                ($@"printf 'GET / HTTP/1.1\r\n\r\n' | {ProgramName.BeforeArguments} explain", new("Why is this rejected?", "为什么会被拒绝？")),
                ("explain --crlf request.txt", new("A request that was written in an editor:", "在编辑器里写的请求：")),
                ($"curl -si --raw 127.0.0.1:8081 | {ProgramName.BeforeArguments} explain", new("A response:", "一个响应：")),
                ("explain talk", new("A conversation that watch --save has saved, for example a WebSocket:", "watch --save 保存的会话，例如一个 WebSocket：")),
            ],
            Notes = new(
                "Without --crlf and --escaped, the bytes are used as they are. Input that begins with HTTP/ is read as responses, all other input as requests. Without --raw, curl shows a body without its chunks. Exit code 1 if a rule is broken.",
                "不带 --crlf 和 --escaped 时，字节按原样解读。以 HTTP/ 开头的当作响应，其余当作请求。不加 --raw 时，curl 显示的正文已去掉分块。违反规则时退出码为 1。"),
        };
        command.Arguments.Add(file);
        foreach (var option in (Option[])[crlf, escaped, json])
            command.Options.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var bytes = await ReadAsync(parsed.GetValue(file) ?? "-", parsed.Invocation(), cancellation);
            if (ConversationFile.LooksLikeOne(bytes))
                return ExplainConversation(bytes, parsed.GetValue(file) ?? "-", parsed.GetValue(json), parsed.Invocation());
            if (parsed.GetValue(escaped))
                bytes = Unescape(bytes);
            if (parsed.GetValue(crlf))
                bytes = LineEnds.ToCrLf(bytes);
            return Explain(bytes, parsed.GetValue(json), parsed.Invocation());
        });
        return command;
    }

    private static int Explain(byte[] bytes, bool asJson, Invocation invocation)
    {
        if (bytes.Length == 0)
            throw new StartupException(new LocalizedText("The input is empty.", "输入是空的。").ToString());
        var dissection = Dissector.Read(bytes);
        if (asJson)
            JsonOutput.Write(invocation.Output, dissection);
        else
            invocation.Output.Write(new DissectionView(invocation.Palette).Show(dissection, bytes));
        return dissection.Refusal is null ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static int ExplainConversation(byte[] bytes, string name, bool asJson, Invocation invocation)
    {
        using var reader = new StreamReader(new MemoryStream(bytes));
        var conversation = ConversationFile.Read(reader, name);
        var recorded = conversation.Connections.ToArray();
        var dissected = recorded.Select(DissectedConnection.Of).ToArray();
        var (output, style) = (invocation.Output, invocation.Palette);
        var view = new DissectionView(style);
        if (asJson)
            JsonOutput.Write(output, dissected);
        else if (conversation.Dropped > 0)
            output.WriteLine(style.Alarm(Texts.Gaps(conversation.Dropped).ToString()));
        for (var i = 0; i < dissected.Length && !asJson; i++)
            output.Write((i > 0 ? "\n" : "") + view.Show(dissected[i], recorded[i]));
        return dissected.Any(connection => connection.HasRefusal) ? ExitCodes.Failure : ExitCodes.Success;
    }

    private static async Task<byte[]> ReadAsync(string file, Invocation invocation, CancellationToken cancellation)
    {
        try
        {
            await using var input = file == "-" ? invocation.OpenInput() : File.OpenRead(file);
            var bytes = new MemoryStream();
            var buffer = new byte[16 * 1024];
            // A read from a terminal or a pipe ignores the token: it is abandoned and ends with the process.
            while (await input.ReadAsync(buffer, cancellation).AsTask().WaitAsync(cancellation) is > 0 and var count)
            {
                bytes.Write(buffer, 0, count);
                if (bytes.Length > MaxInput)
                    throw new StartupException(new LocalizedText($"The input is longer than the limit of {MaxInput} bytes.", $"输入超过 {MaxInput} 字节的上限。").ToString());
            }

            return bytes.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(new LocalizedText($"{file} cannot be read: {e.Message}", $"无法读取 {file}：{e.Message}").ToString());
        }
    }

    private static byte[] Unescape(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        try
        {
            return EscapedBytes.Parse(text);
        }
        catch (EscapeException e)
        {
            var before = text.AsSpan(0, e.Offset);
            throw new StartupException(Texts.AtLine(before.Count('\n') + 1, e.Offset - before.LastIndexOf('\n'), e.Message).ToString(), e);
        }
    }
}
