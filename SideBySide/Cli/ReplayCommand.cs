using System.CommandLine;
using System.Globalization;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Capture;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary><c>replay FILE --to host:port</c>: replays a recorded client to another server.</summary>
internal static class ReplayCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var file = new Argument<string>("file") { HelpName = "FILE", Description = new LocalizedText("A file of watch --save.", "watch --save 保存的文件。").ToString() };
        var to = new Option<string>("--to") { HelpName = "[HOST:]PORT", Required = true, Description = new LocalizedText("The server; a port alone means this machine.", "对哪个服务器重放；只写端口则指本机。").ToString() };
        var pace = new Option<bool>("--pace") { Description = new LocalizedText("Keep the pauses of the recording.", "保持录制时的停顿。").ToString() };
        var allowRemote = WatchCommand.Remote();
        var command = new DocumentedCommand("replay", new(
            "Sends the client's part of a recorded conversation to another server, with its half-closes and resets, and shows how the responses differ.",
            "把录下的会话中客户端的部分发给另一个服务器（包括半关闭与重置），并说明响应有何不同。"))
        {
            Examples = [("replay talk --to 8082", new("How does the framework respond to the same bytes?", "同样的字节，框架怎样响应？"))],
            Notes = new(
                "Connections are replayed one after the other. Where the client waited for a response, the replay waits as well. Exit code 1 if a response differs; differences in Date, Server and similar fields do not count.",
                "各连接依次重放。客户端当时等待响应之处，重放也会等待。响应不同时退出码为 1；Date、Server 等字段的差异不算。"),
        };
        command.Arguments.Add(file);
        foreach (var option in (Option[])[to, pace, allowRemote])
            command.Options.Add(option);
        command.SetAction((parsed, cancel) => RunAsync(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(to), parsed.GetValue(pace), parsed.GetValue(allowRemote), parsed.Invocation(), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string path, string to, bool pace, bool allowRemote, Invocation invocation, CancellationToken cancel)
    {
        var replay = new Replay(await ResolvedHost.ResolveAsync(to, allowRemote, cancel), TimeProvider.System, pace, s_patience);
        var conversation = Read(path);
        var (output, style) = (invocation.Output, invocation.Palette);
        if (conversation.Dropped > 0)
            output.WriteLine(style.Alarm(Texts.Gaps(conversation.Dropped).ToString()));

        var same = true;
        foreach (var recorded in conversation.Connections)
        {
            var replayed = await replay.RunAsync(recorded, cancel);
            var differences = ReplayDifference.Between(recorded, replayed);
            same &= differences.Count == 0;
            output.WriteLine(style.Strong($"#{recorded.Number}"));
            output.WriteLine($"  {conversation.To,-22} {Summary(recorded.BytesOf(Side.Server), recorded.Ending)}");
            output.WriteLine($"  {to,-22} {Summary(replayed.Received, replayed.Ending)}");
            foreach (var line in differences.Select(d => d.ToString()).SelectMany(d => TerminalText.Wrap("- " + d, 74)))
                output.WriteLine("  " + style.Alarm(line));
            if (differences.Count == 0)
                output.WriteLine("  " + style.Received(new LocalizedText("the same", "相同").ToString()));
        }

        return same ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static string Summary(byte[] received, CloseKind ending)
    {
        var answers = ParsedResponses.Read(received, ended: ending == CloseKind.Finished);
        var bytes = new LocalizedText($"{received.Length} bytes", $"{received.Length} 字节").ToString();
        var statuses = answers.Count == 0 ? "" : ", " + string.Join(' ', answers.Take(12).Select(a => a.Status.ToString(CultureInfo.InvariantCulture)));
        return $"{bytes}{statuses}, " + (ending switch
        {
            CloseKind.Finished => "FIN",
            CloseKind.Reset => "RST",
            CloseKind.Unreachable => new LocalizedText("unreachable", "无法连接").ToString(),
            _ => new LocalizedText("still open", "仍打开").ToString(),
        });
    }

    private static Conversation Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            return ConversationFile.Read(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(new LocalizedText($"{path} cannot be read: {e.Message}", $"无法读取 {path}：{e.Message}").ToString(), e);
        }
    }
}
