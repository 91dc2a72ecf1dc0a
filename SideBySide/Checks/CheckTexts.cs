using System.Globalization;
using SideBySide.Language;

namespace SideBySide.Checks;

/// <summary>The sentences that do not belong to a single check.</summary>
internal static class CheckTexts
{
    public static LocalizedText TookTooLong { get; } = new(
        "The exchange did not end. The server goes on sending, or holds the connection forever.", "这次交互没有结束：服务器一直在发送，或者一直占着连接。");

    public static LocalizedText DoesNotOffer { get; } = new("The server does not offer this.", "服务器没有提供这个功能。");

    public static LocalizedText NoPostRoute { get; } = new(
        "The server has no route that returns the body of a POST (--post names one).", "服务器没有把 POST 正文原样返回的路由（可用 --post 指定）。");

    public static LocalizedText NoEcho { get; } = new(
        "The WebSocket does not return a message, so this cannot be seen.", "这个 WebSocket 不回显消息，无法查看。");

    public static LocalizedText NotUpgraded { get; } = new(
        "The server did not respond 101: see the first check of this part.", "服务器没有返回 101：见这一部分的第一项检查。");

    public static LocalizedText Stopped { get; } = new("Not tried: repair the first failure (--all tries everything).", "没有检查：请先解决第一个问题（--all 检查全部）。");

    public static LocalizedText TimedOut { get; } = new(
        "The server timed out (408) before the request was complete: this machine is too busy now.", "请求还没发完，服务器就超时了（408）：这台机器现在太忙。");

    public static LocalizedText Unreachable { get; } = new(
        "The server has ended: it no longer accepts connections.", "服务器已经结束：不再接受连接。");

    public static LocalizedText ServesNoMore { get; } = new(
        "After this, the server no longer responds to the next client. It hangs: it waits for the old connection, or loops without end (recv returns 0 bytes when the client has closed).",
        "此后服务器不再响应下一个客户端。它卡住了：或者还在等旧连接，或者陷入死循环（客户端关闭后，recv 返回 0 字节）。");

    public static LocalizedText SeeOther(LocalizedText title) => new($"It shows another failure: {title.En}.", $"这里暴露的是另一个问题：{title.Zh}。");

    public static LocalizedText ServerEnded(int? exitCode) => exitCode is { } code
        ? new($"The server ended (exit code {N(code)}). An exception or an exit in the code of one connection ends the whole program: every other client loses its connection, too. Catch it, and close only this connection.",
            $"服务器结束了（退出码 {N(code)}）。处理一条连接时的异常或退出，终止了整个程序，其他客户端的连接也断了。请捕获异常，只关闭这一条连接。")
        : Unreachable;

    public static LocalizedText NoShell(string message) => new($"No shell to start the program: {message}", $"没有可用来启动程序的 shell：{message}");

    public static LocalizedText NeverListened(int port, TimeSpan patience, IReadOnlyList<string> output) => new(
        $"The program did not listen on port {N(port)} within {patience.TotalSeconds:0} s; pass {{port}} to it, or let it read PORT.{After(output)}",
        $"程序在 {patience.TotalSeconds:0} 秒内没有监听端口 {N(port)}；请用 {{port}} 把端口传给它，或让它读取环境变量 PORT。{After(output)}");

    public static LocalizedText EndedAtOnce(int exitCode, IReadOnlyList<string> output) => new(
        $"The program ended with exit code {N(exitCode)} before it listened.{After(output)}", $"程序尚未监听就已退出，退出码 {N(exitCode)}。{After(output)}");

    public static LocalizedText NoGetRoute(string path) => new(
        $"The response to GET {path} is 404; name an existing path with --get.", $"GET {path} 的响应是 404；请用 --get 指定一个存在的路径。");

    internal static string After(IReadOnlyList<string> output) => output.Count == 0 ? "" : "\n  " + string.Join("\n  ", output);

    internal static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The headings of a result, in every report.</summary>
internal static class CheckWords
{
    public static LocalizedText Broke(CheckedPeer peer) => peer == CheckedPeer.Server
        ? new("the server reset the connection (RST)", "服务器重置了连接（RST）")
        : new("the client reset the connection (RST)", "客户端重置了连接（RST）");

    public static LocalizedText Ended(CheckedPeer peer) => peer == CheckedPeer.Server
        ? Texts.EventEnded
        : new("the client has finished (FIN)", "客户端结束发送（FIN）");

    public static LocalizedText Sent { get; } = new("Sent and received", "发送与接收");

    public static LocalizedText Expected { get; } = new("Expected", "应当");

    public static LocalizedText Got { get; } = new("Got", "实际");

    public static LocalizedText Rule { get; } = new("Rule", "规则");

    public static LocalizedText Mistake { get; } = new("Likely mistake", "可能的错误");

    public static LocalizedText Cure { get; } = new("Cure", "解决办法");

    public static LocalizedText More { get; } = new("More", "更多");

    public static LocalizedText Hint { get; } = new("Hint", "提示");

    public static LocalizedText Printed { get; } = new("The program printed last", "程序最后的输出");

    public static LocalizedText AskForHint { get; } = new("--hint names a file that solves it.", "--hint 会给出解决它的源文件。");

    public static LocalizedText Nothing { get; } = new("Nothing is wrong.", "没有发现问题。");

    public static LocalizedText Advice { get; } = new("Advice", "建议");

    public static LocalizedText Again { get; } = new("Repair this first, then check again; --all shows everything.", "先解决这个问题，再检查一遍；--all 显示全部问题。");

    public static LocalizedText Bytes(int count) => new(string.Create(CultureInfo.InvariantCulture, $"{count:N0} bytes in all"), string.Create(CultureInfo.InvariantCulture, $"共 {count:N0} 字节"));

    public static LocalizedText First(string step) => new($"The first thing that is wrong, in {step}", $"第一个问题，{step}");

    public static LocalizedText Level(CheckLevel level) => level == CheckLevel.Must ? new("MUST", "MUST（必须）") : new("SHOULD", "SHOULD（应当）");

    public static LocalizedText Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => new("right", "正确"),
        CheckOutcome.Failed => new("wrong", "错误"),
        CheckOutcome.Advice => new("advice", "建议"),
        CheckOutcome.Known => new("known", "已知"),
        CheckOutcome.NotBuilt => new("not built", "未实现"),
        _ => new("not tried", "未检查"),
    };

    public static string Mark(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "✓",
        CheckOutcome.Failed => "✗",
        CheckOutcome.Advice => "△",
        CheckOutcome.Known => "○",
        _ => "–",
    };

    public static LocalizedText Summary(CheckReport report)
    {
        var counts = Enum.GetValues<CheckOutcome>().Where(outcome => report.Count(outcome) > 0).Select(outcome => (report.Count(outcome), Word(outcome))).ToArray();
        return new(
            string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Item1} {count.Item2.En}"))) + string.Create(CultureInfo.InvariantCulture, $"; {report.Elapsed.TotalSeconds:0.0} s"),
            string.Join("，", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Item2.Zh} {count.Item1}"))) + string.Create(CultureInfo.InvariantCulture, $"；用时 {report.Elapsed.TotalSeconds:0.0} 秒"));
    }
}
