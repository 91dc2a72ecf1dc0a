namespace SideBySide;

// What is said of a curl command that was pasted.
internal static partial class Texts
{
    public static Bilingual NotCurl { get; } = new(
        "Paste a command that begins with curl.",
        "请粘贴以 curl 开头的命令。");

    public static Bilingual ShellDoesMore(char c) => new(
        $"A shell would do more than start curl at \"{c}\"; only the curl command itself is read here. Quote it if it is meant as it is.",
        $"遇到“{c}”时，shell 会做启动 curl 以外的事；这里只读 curl 命令本身。如果就是要这个字符，请加引号。");

    public static Bilingual QuoteNotClosed(char quote) => new(
        $"The command ends before {quote} is closed.",
        $"命令在 {quote} 闭合之前就结束了。");

    public static Bilingual UnknownShellEscape(string escape) => new(
        $"\"{escape}\" means nothing inside of $'…'.",
        $"在 $'…' 中，“{escape}”没有意义。");

    public static Bilingual UnknownCurlOption(string name) => new(
        $"{name} is not understood here, and it might change what is sent. Leave it out, or write the bytes yourself.",
        $"这里不支持 {name}，而它可能改变发送的内容。请去掉它，或亲手写出字节。");

    public static Bilingual CurlValue(string name) => new(
        $"{name} needs a value.",
        $"{name} 需要一个值。");

    public static Bilingual NoUrl(string text) => new(
        text.Length == 0 ? "The command names no URL." : $"\"{text}\" is no URL that curl would send an HTTP request to.",
        text.Length == 0 ? "命令里没有 URL。" : $"“{text}”不是 curl 会向其发送 HTTP 请求的 URL。");

    public static Bilingual OneUrl { get; } = new(
        "The command names several URLs; give one.",
        "命令里有多个 URL；请只给一个。");

    public static Bilingual NoFiles(string name) => new(
        $"\"{name}\" would be read from a file; the page reads none. Put the content in its place.",
        $"“{name}”要从文件读取；本页面不读任何文件。请直接写出内容。");

    public static Bilingual NoFormPart(string text) => new(
        $"\"{text}\" is no part of a form: write name=value.",
        $"“{text}”不是表单的一部分：请写成 名称=值。");

    public static Bilingual FormOrData { get; } = new(
        "-d and -F exclude each other: a body is one or the other.",
        "-d 与 -F 不能同时使用：正文只能是其中一种。");

    public static Bilingual HeadWithData { get; } = new(
        "-I and -d exclude each other: HEAD sends no body.",
        "-I 与 -d 不能同时使用：HEAD 不带正文。");

    public static Bilingual NotFollowed { get; } = new(
        "Redirections are not followed here: you see the answer itself.",
        "这里不跟随重定向：看到的就是应答本身。");

    public static Bilingual OnlyHttp1 { get; } = new(
        "HTTP/1.1 is sent, not HTTP/2: a script is text.",
        "发送的是 HTTP/1.1，而不是 HTTP/2：脚本是文本。");

    public static Bilingual OtherServer(string authority) => new(
        $"{authority} is none of the servers of this run, and bytes go nowhere else. Choose one of them.",
        $"{authority} 不是本次运行的服务器，字节也不会发往别处。请从中选择一个。");
}
