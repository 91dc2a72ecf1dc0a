using SideBySide.Language;

namespace SideBySide.Cli.Checking;

/// <summary>The help texts and error messages of <c>check</c>.</summary>
internal static class CheckOptionTexts
{
    public static LocalizedText Command { get; } = new(
        "Checks your own HTTP server or client, in any language: step by step, and names the first thing that is wrong, with its bytes, rule and cure.",
        "检查你自己的 HTTP 服务器或客户端（任何语言）：逐步检查，指出第一个问题，并给出字节、规则和解决办法。");

    public static LocalizedText Start { get; } = new(
        "Starts your server and ends it afterwards. {port} stands for a free port, which is also in PORT. Stops at the first failure.",
        "启动你的服务器，检查完再结束它。{port} 代表一个空闲端口，环境变量 PORT 里也有。遇到第一个问题就停下。");

    public static LocalizedText Target { get; } = new("A server that runs already. Checks everything.", "已经在运行的服务器。检查全部项目。");

    public static LocalizedText Client { get; } = new(
        "Starts your client once for each question. {url} stands for the address that it requests, which is also in URL. Exit code 0 means that it took the response. Stops at the first failure.",
        "每个问题都重新启动一次你的客户端。{url} 代表它要请求的地址，环境变量 URL 里也有。退出码 0 表示它接受了响应。遇到第一个问题就停下。");

    public static LocalizedText Head { get; } = new(
        "With --client: the same client with a HEAD request, such as 'curl -I {url}'.", "与 --client 一起使用：发送 HEAD 请求的同一客户端，例如 'curl -I {url}'。");

    public static LocalizedText Get { get; } = new("A path that GET finds (default /hello, or / when that is 404).", "GET 能找到的路径（默认 /hello；若为 404，则用 /）。");

    public static LocalizedText Post { get; } = new(
        "A path that returns the body of a POST (default /echo, if it is there).", "把 POST 正文原样返回的路径（默认 /echo，如果有的话）。");

    public static LocalizedText WebSocket { get; } = new(
        "A path that becomes a WebSocket: checks its handshake and frames, too.", "升级为 WebSocket 的路径：同时检查它的握手和帧。");

    public static LocalizedText All { get; } = new("Goes on after a failure.", "遇到问题后继续检查。");

    public static LocalizedText Only { get; } = new(
        "Only checks of this id, part or word, such as step2, chunked or CVE-2025-55315.", "只检查这个名称、部分或关键词，例如 step2、chunked 或 CVE-2025-55315。");

    public static LocalizedText Junit { get; } = new("Also writes JUnit XML.", "同时写出 JUnit XML。");

    public static LocalizedText Html { get; } = new("Also writes a self-contained page.", "同时写出可独立打开的网页。");

    public static LocalizedText Baseline { get; } = new(
        "Failures that are known and do not count: ids, one a line, or the output of --json.", "已知的、不计入的问题：每行一个名称，或 --json 的输出。");

    public static LocalizedText Hint { get; } = new("Names a file of this repository that solves it.", "给出本仓库中解决该问题的源文件。");

    public static LocalizedText Watch { get; } = new(
        "Checks again whenever a file in this folder changes, until Ctrl-C.", "当前文件夹里有文件变化就重新检查，直到按 Ctrl-C。");

    public static LocalizedText WatchExample { get; } = new("While you write:", "边写边查：");

    public static LocalizedText Waiting { get; } = new("Waiting for a file to change. Ctrl-C ends.", "等待文件变化。按 Ctrl-C 结束。");

    public static LocalizedText CannotWatch(string folder, string why) => new($"{folder} cannot be watched: {why}", $"无法监视 {folder}：{why}");

    public static LocalizedText LearnerExample { get; } = new("Your server, from the first step on:", "从第一步开始检查你的服务器：");

    public static LocalizedText EngineerExample { get; } = new("A server that runs, everything at once:", "检查正在运行的服务器，一次全部查完：");

    public static LocalizedText WebSocketExample { get; } = new("A WebSocket:", "检查 WebSocket：");

    public static LocalizedText OnlyExample { get; } = new("One question:", "只查一个问题：");

    public static LocalizedText ClientExample { get; } = new("A client:", "检查客户端：");

    public static LocalizedText PipelineExample { get; } = new("In CI:", "用于 CI：");

    public static LocalizedText Notes { get; } = new(
        "Exit code 0: nothing is wrong; 1: something is wrong; 2: it could not be checked. Advice never counts. What the server does not offer is not built, not wrong. GITHUB_STEP_SUMMARY gets a summary in Markdown. docs/check.md describes the JSON.",
        "退出码 0：没有问题；1：有问题；2：无法检查。建议不计入。服务器没有提供的功能算“未实现”，不算错误。设置了 GITHUB_STEP_SUMMARY 时会写入 Markdown 摘要。JSON 的说明见 docs/check.zh-CN.md。");

    public static LocalizedText OneSubject { get; } = new(
        "check needs one of --start COMMAND, --target HOST:PORT and --client COMMAND (see check --help).",
        "check 需要 --start COMMAND、--target HOST:PORT 或 --client COMMAND 之一（详见 check --help）。");

    public static LocalizedText HeadIsOfClients { get; } = new("--head is an option of --client.", "--head 是 --client 的选项。");

    public static LocalizedText OnlyForServers { get; } = new(
        "--get, --post, --ws and --allow-remote are options for servers; --client has none of them.", "--get、--post、--ws 和 --allow-remote 是检查服务器的选项，不能与 --client 一起使用。");

    public static LocalizedText NothingFoundForClients(string word) => new(
        $"--only \"{word}\" finds no check of a client; try client1 to client3, client-advice, or a word such as chunk.",
        $"--only “{word}”没有找到任何客户端检查；可以试试 client1 到 client3、client-advice，或 chunk 之类的词。");

    public static LocalizedText NoPath(string option, string path) => new(
        $"{option} \"{path}\": write a path that begins with / and has no spaces, for example /hello.", $"{option} “{path}”：请写以 / 开头、不含空格的路径，例如 /hello。");

    public static LocalizedText NothingFound(string word) => new(
        $"--only \"{word}\" finds no check; try step1 to step5, conformance, websocket, advice, or a word such as chunked.",
        $"--only “{word}”没有找到任何检查；可以试试 step1 到 step5、conformance、websocket、advice，或 chunked 之类的词。");

    public static LocalizedText NeedsWebSocket(string word) => new(
        $"--only \"{word}\" finds checks of a WebSocket only: name its path with --ws.",
        $"--only “{word}”只找到 WebSocket 的检查：请用 --ws 指定它的路径。");

    public static LocalizedText NotWritten(string path, string why) => new($"{path} cannot be written: {why}", $"无法写入 {path}：{why}");

    public static LocalizedText NotRead(string path, string why) => new($"--baseline {path} cannot be read: {why}", $"无法读取 --baseline {path}：{why}");
}
