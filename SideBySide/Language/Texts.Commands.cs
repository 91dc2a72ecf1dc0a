using RawSocketServer;

namespace SideBySide.Language;

/// <summary>The sub-commands: descriptions, output and error messages.</summary>
internal static partial class Texts
{
    /// <summary>For the lang attribute of a page.</summary>
    public static string Lang => Messages.Say("en", "zh-CN");

    public static LocalizedText Gaps(long count) => new($"The recording has gaps: {count} events are missing.", $"录制有缺口：少了 {count} 个事件。");

    public static LocalizedText ListCommand { get; } = new("Lists the experiments.", "列出所有实验。");

    public static LocalizedText ShowCommand { get; } = new(
        "Explains an experiment: its purpose, its bytes, the expected results.", "讲解一个实验：它说明什么、发送哪些字节、预期如何。");

    public static LocalizedText RunCommand { get; } = new(
        "Runs experiments and shows the results of all servers side by side.", "运行实验，并排显示每个服务器上发生的事情。");

    public static LocalizedText MatrixCommand { get; } = new(
        "Runs all experiments on all servers and shows the results as a table. Exit code 1: "
            + "a server of this project is not as expected, or a server of --target violates HTTP.",
        "在所有服务器上运行所有实验，以表格显示结果；本项目的服务器不符合预期，或 --target 的服务器违反 HTTP 时，退出码为 1。");

    public static LocalizedText IdArgument { get; } = new(
        "An experiment, or the name of a group; list shows them.", "实验名称，也可以写组名表示整组；用 list 查看全部。");

    public static LocalizedText IdsArgument { get; } = new("Experiments, or names of groups.", "实验名称，也可以写组名表示整组。");

    public static LocalizedText SearchOption { get; } = new("Only experiments with this text.", "只列出含有这段文字的实验。");

    public static LocalizedText NothingFound(string word) =>
        new($"--search \"{word}\" finds no experiment.", $"--search “{word}”没有找到任何实验。");

    public static LocalizedText JsonOption { get; } = new("Output as JSON.", "输出供程序读取的 JSON。");

    public static LocalizedText MarkdownOption { get; } = new("Output as Markdown tables.", "输出 Markdown 表格。");

    public static LocalizedText HtmlOption { get; } = new("Output as a single HTML page.", "输出可独立打开的网页。");

    public static LocalizedText OnOption(string ids) => new($"The servers to use: {ids} (default all).", $"选择服务器：{ids}（默认全部）。");

    public static LocalizedText PeersOption { get; } = new(
        "Also runs on Flask, Django, FastAPI, nginx, ws and websockets, if they are installed.",
        "同时在 Flask、Django、FastAPI、nginx、ws 和 websockets 上运行（已安装的）。");

    public static LocalizedText TargetOption { get; } = new(
        "Your own server; the option can be repeated.", "你自己的服务器；可以多次使用。");

    public static LocalizedText AllowRemoteOption { get; } = new(
        "Allows a target on another machine; get the permission of its owner first.", "允许目标在别的机器上；请先征得其主人同意。");

    public static LocalizedText MarkdownOrJson { get; } = new("Choose one of --markdown and --json.", "--markdown 与 --json 只能选一个。");

    public static LocalizedText OneFormat { get; } = new(
        "Choose one of --json, --markdown and --html.", "--json、--markdown 和 --html 只能选一个。");

    public static LocalizedText UnknownServer(string id, string known) => new(
        $"--on: there is no server \"{id}\"; there are {known}.", $"--on：没有名为“{id}”的服务器；可用的有 {known}。");

    public static LocalizedText BadTarget(string text) => new(
        $"--target \"{text}\": write NAME=HOST:PORT, for example mine=127.0.0.1:5000, "
            + "with a name of letters, digits, - and _ that is not the name of a server here.",
        $"--target “{text}”：请写成 NAME=HOST:PORT，例如 mine=127.0.0.1:5000；名称只能用字母、数字、- 和 _，且不能与这里的服务器同名。");

    public static LocalizedText TargetSilent(string text, string error) => new(
        $"--target {text}: no connection ({error}); is the server running?", $"--target {text}：无法连接（{error}）；服务器在运行吗？");

    public static LocalizedText UnknownExperiment(string id, string like) => new(
        $"There is no experiment \"{id}\"; {(like.Length > 0 ? $"did you mean {like}?" : "list shows all of them.")}",
        $"没有名为“{id}”的实验；{(like.Length > 0 ? $"你要找的是 {like} 吗？" : "用 list 查看全部。")}");

    public static LocalizedText ListHint(int count) => new(
        $"{count} experiments. show ID explains one, run ID runs it, matrix runs all.", $"共 {count} 个实验。show ID 讲解，run ID 运行，matrix 运行全部。");

    public static LocalizedText VerdictsCounted { get; } = new("Verdicts", "判定");

    public static LocalizedText Judged(LocalizedText verdict, string source) =>
        new($"{verdict.En} ({source}).", $"{verdict.Zh}（{source}）。");

    public static LocalizedText NoRuleOrRoute { get; } = new("no rule or no route", "没有规则或路由");

    public static LocalizedText DeviationOf(string server) => new($"Why {server} differs", $"{server} 为何不同");

    public static LocalizedText MatrixKey { get; } = new(
        "✓ allowed, △ allowed, but against a SHOULD or a known danger, ✗ forbidden by HTTP, "
            + "– no HTTP rule or no such route; no mark: not judged. · not run.",
        "✓ 符合，△ 不推荐（违反 SHOULD 或有已知危险），✗ 违反 HTTP，– HTTP 没有规则或没有这个路由；没有记号：不判定。· 未运行。");

    public static LocalizedText MatrixNarrow { get; } = new(
        "✓ allowed, △ against a SHOULD or a known danger, ✗ forbidden, – no rule or no route. "
            + "… more: make the window wider, or use --markdown.",
        "✓ 符合，△ 不推荐，✗ 违规，– 没有规则或没有路由。… 表示还有内容：加宽窗口，或使用 --markdown。");

    public static LocalizedText Unexpected(string experiment, string server, string seen, string expected) => new(
        $"{experiment}: the expected result of {server} is \"{expected}\", but it was \"{seen}\".",
        $"{experiment}：预期 {server} 的结果是“{expected}”，实际是“{seen}”。");

    public static LocalizedText AsExpected { get; } = new("As expected.", "符合预期。");

    public static LocalizedText NotExpected(string pattern) => new($"Not as expected: {pattern}", $"不符合预期：{pattern}");

    public static LocalizedText MoreLines(int count) => new($"… {count} more lines", $"……另有 {count} 行");

    public static LocalizedText Noticed(string name, string value) => (name, value) switch
    {
        ("accepted-by", _) => new($"{value} accepted the connection.", $"接受连接的是 {value}。"),
        ("alpn", _) => new($"The TLS handshake selected {value} (ALPN).", $"TLS 握手选定了 {value}（ALPN）。"),
        ("exit", "none") => new("The program did not end.", "程序没有结束。"),
        ("exit", _) => new($"The program ended with exit code {value}.", $"程序结束，退出码为 {value}。"),
        ("receives", "1") => new("One receive got all of them.", "一次接收就全部收到。"),
        ("receives", _) => new($"It took {value} receives to get them.", $"分 {value} 次才接收完。"),
        ("stuck", "yes") => new("A send never ended: the system accepted no more bytes.", "有一次 send 始终没有完成：系统不再收下字节。"),
        ("stuck", _) => new("Every send ended.", "每次 send 都完成了。"),
        ("time-wait", "client") => new("The client is in TIME_WAIT.", "处于 TIME_WAIT 的是客户端。"),
        ("time-wait", "server") => new("The server is in TIME_WAIT.", "处于 TIME_WAIT 的是服务器。"),
        _ => new($"{name} = {value}.", $"{name} = {value}。"),
    };

    public static LocalizedText Script { get; } = new("Steps", "步骤");

    public static LocalizedText Expected { get; } = new("The expected results", "各服务器的预期结果");

    public static LocalizedText VerdictsTitle { get; } = new("What HTTP allows", "HTTP 允许什么");

    public static LocalizedText AnythingElse { get; } = new("anything else", "其他任何结果");

    public static LocalizedText Or { get; } = new(" or ", " 或 ");

    public static LocalizedText EventConnected { get; } = new("connected", "已连接");

    public static LocalizedText EventSentNothing { get; } = new("sent an empty datagram", "发送了空数据报");

    public static LocalizedText NotSentYet(int bytes) => new($"{bytes} bytes not on the wire yet", $"其中 {bytes} 字节尚未发到线路上");

    public static LocalizedText EventReceivedNothing { get; } = new("received an empty datagram", "收到空数据报");

    public static LocalizedText EventFinished { get; } = new("finished sending (FIN)", "不再发送（FIN）");

    public static LocalizedText EventEnded { get; } = new("the server has finished (FIN)", "服务器结束发送（FIN）");

    public static LocalizedText EventBroke(string error) => new($"broke: {error}", $"连接中断：{error}");

    public static LocalizedText EventGaveUp { get; } = new("stopped waiting", "不再等待");

    public static LocalizedText EventClosed { get; } = new("closed by the client", "客户端关闭");

    public static LocalizedText EventReset { get; } = new("reset by the client (RST)", "客户端重置（RST）");
}
