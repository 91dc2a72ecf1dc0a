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
        "The server's own deadline (408) passed before the request was whole: this machine is too busy now.", "请求还没发完，服务器自己的时限就到了（408）：这台机器现在太忙。");

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
        $"GET {path} was answered 404; name a path that is there with --get.", $"GET {path} 的响应是 404；请用 --get 指定一个存在的路径。");

    private static string After(IReadOnlyList<string> output) => output.Count == 0 ? "" : "\n  " + string.Join("\n  ", output);

    private static string N(int number) => number.ToString(CultureInfo.InvariantCulture);
}
