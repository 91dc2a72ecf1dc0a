namespace SideBySide.Language;

// Texts about a pasted curl command.
internal static partial class Texts
{
    public static LocalizedText NotCurl { get; } = new(
        "Paste a command that begins with curl.",
        "请粘贴以 curl 开头的命令。");

    public static LocalizedText ShellDoesMore(char c) => new(
        $"At \"{c}\", a shell would do more than start curl; only the curl command itself is read here. "
            + "If you mean this character, put it in quotes.",
        $"遇到“{c}”时，shell 会做启动 curl 以外的事；这里只读 curl 命令本身。如果就是要这个字符，请加引号。");

    public static LocalizedText QuoteNotClosed(char quote) => new(
        $"The command ends before {quote} is closed.",
        $"命令在 {quote} 闭合之前就结束了。");

    public static LocalizedText UnknownShellEscape(string escape) => new(
        $"\"{escape}\" is not an escape in $'…'.",
        $"在 $'…' 中，“{escape}”不是有效的转义。");

    public static LocalizedText UnknownCurlOption(string name) => new(
        $"{name} is not supported here, and it might change the bytes. Remove it, or write the bytes yourself.",
        $"这里不支持 {name}，而它可能改变发送的内容。请去掉它，或亲手写出字节。");

    public static LocalizedText CurlValue(string name) => new(
        $"{name} needs a value.",
        $"{name} 需要一个值。");

    public static LocalizedText NoUrl(string text) => new(
        text.Length == 0 ? "The command has no URL." : $"\"{text}\" is not a URL for an HTTP request of curl.",
        text.Length == 0 ? "命令里没有 URL。" : $"“{text}”不是 curl 发送 HTTP 请求的 URL。");

    public static LocalizedText OneUrl { get; } = new(
        "The command has several URLs; give only one.",
        "命令里有多个 URL；请只给一个。");

    public static LocalizedText NoFiles(string name) => new(
        $"\"{name}\" would be read from a file, and this page does not read files. Write the content instead.",
        $"“{name}”要从文件读取；本页面不读任何文件。请直接写出内容。");

    public static LocalizedText NoFormPart(string text) => new(
        $"\"{text}\" is not a part of a form: write name=value.",
        $"“{text}”不是表单的一部分：请写成 名称=值。");

    public static LocalizedText FormAttribute(string text) => new(
        $"\"{text}\": a part of a form can have only a value, quoted or not, and ;type=… here. Change it, or use --form-string.",
        $"“{text}”：这里只支持表单部分的值（可加引号）和 ;type=…。请这样写，或使用 --form-string。");

    public static LocalizedText FormHeader(string name) => new(
        $"-F together with this {name} is not supported here.",
        $"这里不支持 -F 与这样的 {name} 一起使用。");

    public static LocalizedText CurlExcludes(string one, string other) => new(
        $"{one} and {other} exclude each other.",
        $"{one} 与 {other} 互斥，不能同时使用。");

    public static LocalizedText CurlVersionsDiffer(string what) => new(
        $"Different versions of curl send different bytes here ({what}). Write it in another way, or write the bytes yourself.",
        $"对此（{what}），curl 的不同版本发送的字节不同。请换一种写法，或亲手写出字节。");

    public static LocalizedText CurlNumber(string name, string value) => new(
        $"{name} needs a number; \"{value}\" is not one.",
        $"{name} 需要一个数字；“{value}”不是数字。");

    public static LocalizedText CurlWaits { get; } = new(
        "With Expect: 100-continue, curl waits between the head and the body. Remove it, or write the bytes and ⟨await⟩ yourself.",
        "有 Expect: 100-continue 时，curl 会在请求头部与正文之间等待。请去掉它，或亲手写出字节和 ⟨await⟩。");

    public static LocalizedText AsksForPassword(string user) => new(
        $"-u \"{user}\" has no colon, so curl would ask for a password. Write user:password.",
        $"-u “{user}”没有冒号，curl 会询问密码。请写成“用户:密码”。");

    public static LocalizedText HostNotAscii(string url) => new(
        $"The host of \"{url}\" is not ASCII; write it as curl sends it, beginning with xn--.",
        $"“{url}”的主机名不是 ASCII；请写成 curl 发送的形式，即以 xn-- 开头。");

    public static LocalizedText SeveralRequests(string url) => new(
        $"curl makes several requests of {{…}} and […] in \"{url}\". Write one URL, or use -g to send these characters.",
        $"curl 会把“{url}”中的 {{…}} 和 […] 展开成多个请求。请写一个 URL，或用 -g 原样发送这些字符。");

    public static LocalizedText SeveralCommands { get; } = new(
        "A line break or a semicolon ends the command, and another command follows. Paste only one; "
            + "if it has several lines, end each line but the last with \\.",
        "换行或分号结束了命令，后面还有别的命令。请只粘贴一条命令；如果分成多行，除最后一行外都要以 \\ 结尾。");

    public static LocalizedText NulInCommand { get; } = new(
        "The command has a NUL character, which a command line cannot have.",
        "命令里有 NUL 字符，而命令行不能包含它。");

    public static LocalizedText WindowsCaret { get; } = new(
        "\"^\" outside quotes is an escape of cmd on Windows. Copy the command as cURL (bash), or quote the character.",
        "引号外的“^”是 Windows cmd 的转义写法。请复制为 cURL (bash) 格式，或给这个字符加引号。");

    public static LocalizedText PowerShellBacktick { get; } = new(
        "In PowerShell, \"`\" at the end of a line continues the command. Copy the command as cURL (bash), or use \\.",
        "行尾的“`”是 PowerShell 的续行写法。请复制为 cURL (bash) 格式，或改用 \\。");

    public static LocalizedText CarriageReturnEndsLine { get; } = new(
        "A line ends with CR LF, and bash makes the CR a part of the word. End lines with LF.",
        "有一行以 CR LF 结尾，而 bash 会把 CR 当作单词的一部分。请让各行以 LF 结尾。");

    public static LocalizedText BlankAfterBackslash { get; } = new(
        "A blank or a CR follows the \\ at the end of a line, so the line is not continued. Remove it.",
        "行尾的 \\ 后面有空白或 CR，所以这一行没有续行。请删除它。");

    public static LocalizedText TypographicCharacter(string character) => new(
        $"\"{character}\" (U+{(int)character[0]:X4}) is a typographic character, "
            + "which has no meaning for a shell. Use ', \", - or a space instead.",
        $"“{character}”（U+{(int)character[0]:X4}）是排版字符，shell 不认识。请改用 '、\"、- 或空格。");

    public static LocalizedText NotFollowed { get; } = new(
        "Redirections are not followed here: you see the response itself.",
        "这里不跟随重定向：看到的就是响应本身。");

    public static LocalizedText OnlyHttp1 { get; } = new(
        "HTTP/1.1 is sent, not HTTP/2, because a script is text.",
        "发送的是 HTTP/1.1，而不是 HTTP/2：脚本是文本。");

    public static LocalizedText OtherServer(string authority) => new(
        $"{authority} is not a server of this run, and bytes are not sent elsewhere. Choose one of the servers.",
        $"{authority} 不是本次运行的服务器，字节也不会发往别处。请从中选择一个。");
}
