using SideBySide.Rooms;

namespace SideBySide;

/// <summary>Every sentence of the program itself. What the argument says stands beside the argument.</summary>
internal static class Texts
{
    public static Bilingual Title { get; } = new(
        "C/S and B/S side by side: what HTTP adds to a socket",
        "C/S 与 B/S 并排：HTTP 给套接字加了什么");

    public static Bilingual Terms { get; } = new(
        "C/S: client and server agree on what their bytes mean. B/S: the client is a browser, so the bytes have to be HTTP.",
        "C/S：客户端与服务器自行约定字节的含义。B/S：客户端是浏览器，字节就必须是 HTTP。");

    public static Bilingual About { get; } = new(
        "Starts three servers and a page that compares them: a bare socket (C/S), HTTP written by hand on that socket "
        + "and HTTP by framework (B/S). Shows where each listens and one real exchange with each.",
        "启动三个服务器和一个用于对比的网页：裸套接字（C/S）、在该套接字上手写的 HTTP，以及框架提供的 HTTP（B/S）。"
        + "逐一显示监听地址，并与每个服务器真实地通信一次。");

    public static Bilingual UrlsOption { get; } = new("Where the page listens.", "网页的监听地址。");

    public static Bilingual LangOption { get; } = new("Language; by default the user's.", "显示语言；默认跟随用户环境。");

    public static Bilingual HelpOption { get; } = new("Show this help.", "显示本帮助。");

    public static Bilingual VersionOption { get; } = new("Show the version.", "显示版本。");

    public static Bilingual HelpNotes { get; } = new(
        "Several addresses are separated by \";\". Port 0 takes any free port. Only this machine can connect unless another "
        + "address is given; * means every address of this machine. The same can be set in appsettings.json or in the environment:",
        "多个地址以“;”分隔。端口 0 表示任意空闲端口。除非另行指定，只有本机可以连接；“*”表示本机的所有地址。"
        + "也可以在 appsettings.json 或环境变量中设置：");

    public static Bilingual Usage { get; } = new("Usage", "用法");

    public static Bilingual Options { get; } = new("Options", "选项");

    public static Bilingual Commands { get; } = new("Commands", "命令");

    public static Bilingual Default { get; } = new("default: ", "默认：");

    public static Bilingual Stop { get; } = new("Ctrl-C stops everything.", "按 Ctrl-C 全部停止。");

    public static Bilingual OpenPage(string url) => new($"Look closer in a browser: {url}", $"在浏览器里看得更细：{url}");

    public static Bilingual Listens(RoomPlan plan) => new(
        $"Where {plan.Name} listens.",
        $"{plan.Name} 的监听地址。");

    public static Bilingual NoUrls(RoomPlan plan) => new(
        $"{plan.Option} is empty: name at least one address, for example {plan.DefaultUrls.Split(';')[0]}.",
        $"{plan.Option} 是空的：请至少给出一个地址，例如 {plan.DefaultUrls.Split(';')[0]}。");

    public static Bilingual Given(string option, int times) => new(
        $"{option} is given {times} times; give it once and separate several addresses with \";\".",
        $"{option} 出现了 {times} 次；请只写一次，多个地址用“;”分隔。");

    public static Bilingual UnexpectedAnswer(string statusLine) => new(
        $"The server answers \"{statusLine}\", which is not what this load expects.",
        $"服务器的回答是“{statusLine}”，与本次负载的预期不符。");

    public static Bilingual WrongAnswer(int offset, int count) => new(
        count == 0 ? $"The server closed the connection after {offset} bytes of an answer." : $"The {count} bytes from byte {offset} of an answer are wrong.",
        count == 0 ? $"服务器在回答的第 {offset} 个字节之后关闭了连接。" : $"回答中从第 {offset} 个字节起的 {count} 个字节有误。");

    public static Bilingual ForeignHost(string host) => new(
        $"This page answers to localhost and to IP addresses only, not to \"{host}\": otherwise a foreign site could read it through a name of its own (DNS rebinding). Add the name to AllowedHosts if it is yours.",
        $"本页面只接受以 localhost 或 IP 地址访问，不接受“{host}”：否则别的网站可以借自己的域名读取本页（DNS 重绑定）。如果这是你自己的主机名，请把它加入 AllowedHosts。");
}
