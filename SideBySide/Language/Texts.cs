namespace SideBySide.Language;

/// <summary>The texts of the program itself.</summary>
internal static partial class Texts
{
    public static LocalizedText Title { get; } = new(
        "C/S and B/S side by side: what HTTP adds to a socket",
        "C/S 与 B/S 并排：HTTP 给套接字加了什么");

    public static LocalizedText Terms { get; } = new(
        "C/S: client and server agree on what their bytes mean. B/S: the client is a browser, so the bytes have to be HTTP.",
        "C/S：客户端与服务器自行约定字节的含义。B/S：客户端是浏览器，字节就必须是 HTTP。");

    public static LocalizedText About { get; } = new(
        "Starts three servers and a page that compares them: a plain TCP/UDP socket (C/S), HTTP written by hand on that socket "
        + "and HTTP by framework (B/S). Shows where each listens, and one real exchange with each. Five steps, servers as a "
        + "beginner would write them, lead from the first to the second.",
        "启动三个服务器和一个用于对比的网页：普通的 TCP/UDP 套接字（C/S）、在该套接字上手写的 HTTP，以及框架提供的 HTTP（B/S）。"
        + "逐一显示监听地址，并与每个服务器真实地通信一次。另有五个步骤，即初学者会写出的五个服务器，从前者一步步通向后者。");

    public static LocalizedText UrlsOption { get; } = new("The address of the page.", "网页的监听地址。");

    public static LocalizedText LangOption { get; } = new("The language (default: the system's).", "显示语言（默认随系统）。");

    public static LocalizedText HelpOption { get; } = new("Show this help.", "显示本帮助。");

    public static LocalizedText VersionOption { get; } = new("Show the version.", "显示版本。");

    public static LocalizedText HelpNotes { get; } = new(
        "Separate several addresses with \";\". Port 0 is any free port. Only this machine can connect, unless you give another "
        + "address; * is every address of this machine. You can set the same in appsettings.json or in the environment:",
        "多个地址以“;”分隔。端口 0 表示任意空闲端口。除非另行指定，只有本机可以连接；“*”表示本机的所有地址。"
        + "也可以在 appsettings.json 或环境变量中设置：");

    public static LocalizedText Usage { get; } = new("Usage", "用法");

    public static LocalizedText Options { get; } = new("Options", "选项");

    public static LocalizedText Commands { get; } = new("Commands", "命令");

    public static LocalizedText Arguments { get; } = new("Arguments", "参数");

    public static LocalizedText Examples { get; } = new("Examples", "示例");

    public static LocalizedText Default { get; } = new("default: ", "默认：");

    public static LocalizedText Stop { get; } = new("Ctrl-C stops everything.", "按 Ctrl-C 全部停止。");

    public static LocalizedText OpenPage(string url) => new($"See more in a browser: {url}", $"在浏览器里细看：{url}");

    public static LocalizedText Room { get; } = new("Chat room", "聊天室");

    public static LocalizedText RoomOption { get; } = new("Where the chat room listens.", "聊天室的监听地址。");

    public static LocalizedText JoinRoom(string command, string url) =>
        new($"Join the room: {command} or {url}", $"加入聊天室：{command} 或 {url}");

    public static LocalizedText Listens(string server) => new(
        $"The addresses of {server}.",
        $"{server} 的监听地址。");

    public static LocalizedText NoUrls(string option, string urls) => new(
        $"{option} is empty: give at least one address, for example {urls.Split(';')[0]}.",
        $"{option} 是空的：请至少给出一个地址，例如 {urls.Split(';')[0]}。");

    public static LocalizedText Steps { get; } = new("Steps", "步骤");

    public static LocalizedText StepsRole { get; } = new(
        "from a socket to HTTP, as a beginner would write it",
        "从套接字到 HTTP：初学者一步步写出的五个服务器");

    public static LocalizedText StepsOption { get; } = new(
        "The addresses of the five steps: that of the first, and the ports of the others follow; or five addresses.",
        "五个步骤的监听地址：给出第一步的地址，其余各步的端口依次加一；也可以写五个地址。");

    public static LocalizedText StepUrls(string option, int count, int steps) => new(
        $"{option} has {count} addresses: give one, and the other ports follow; or give one for each of the {steps} steps.",
        $"{option} 给出了 {count} 个地址：请只写一个（其余各步的端口依次加一），或为 {steps} 个步骤各写一个。");

    public static LocalizedText StepPorts(string option, string url, int steps) => new(
        $"{option} {url} leaves no ports for the other steps: choose a port up to {65_536 - steps}.",
        $"{option} {url} 之后没有足够的端口留给其余各步：请选择不大于 {65_536 - steps} 的端口。");

    public static LocalizedText Given(string option, int times) => new(
        $"{option} is given {times} times; give it once and separate several addresses with \";\".",
        $"{option} 出现了 {times} 次；请只写一次，多个地址用“;”分隔。");

    public static LocalizedText UnknownCommand(string word, string known) => new(
        $"\"{word}\" is not a command of this program; its commands are {known} (see --help).",
        $"本程序没有“{word}”这个命令；可用的有 {known}（详见 --help）。");

    public static LocalizedText Needs(string command, string what) => new(
        $"{command} needs {what} (see {command} --help).",
        $"{command} 缺少 {what}（详见 {command} --help）。");

    public static LocalizedText BadValue(string option, string value) => new(
        $"{option} cannot be \"{value}\" (--help lists the values).",
        $"{option} 的值不能是“{value}”（可用的值见 --help）。");

    public static LocalizedText ForeignHost(string host) => new(
        $"This page accepts only localhost and IP addresses, not \"{host}\". "
            + "Otherwise another site could read it through its own name (DNS rebinding). If the name is yours, add it to AllowedHosts.",
        $"本页面只接受以 localhost 或 IP 地址访问，不接受“{host}”：否则别的网站可以借自己的域名读取本页（DNS 重绑定）。如果这是你自己的主机名，请把它加入 AllowedHosts。");
}
