namespace SideBySide.Language;

// Error messages of the page's API.
internal static partial class Texts
{
    public static LocalizedText ForeignOrigin { get; } = new(
        "This request comes from another site. Only the page itself may send it.",
        "这个请求来自别的网站。只有本页面可以发送。");

    public static LocalizedText OnlyJson { get; } = new(
        "Use Content-Type: application/json. Content that a form of another site could send is not accepted.",
        "请使用 Content-Type: application/json。别的网站的表单能发送的内容一概不收。");

    public static LocalizedText BodyTooLarge { get; } = new(
        "The content is larger than the limit.",
        "内容太大，超出了上限。");

    public static LocalizedText BadRequest { get; } = new(
        "The request cannot be understood.",
        "无法理解这个请求。");

    public static LocalizedText NotHere { get; } = new(
        "There is nothing at this address.",
        "这里没有这个东西。");

    public static LocalizedText NotThisWay { get; } = new(
        "This method is not supported here.",
        "这里不支持这个方法。");

    public static LocalizedText BadJson(string path, long line) => new(
        $"The JSON is not valid here: see {path} in line {line}.",
        $"这段 JSON 无法使用：请看第 {line} 行的 {path}。");

    public static LocalizedText TooManyAtOnce(int most) => new(
        $"{(most == 1 ? "One is" : $"{most} are")} running already, and that is the limit. Wait for it to end.",
        $"已有 {most} 个正在进行，这是上限。请等它结束。");

    public static LocalizedText NoSuchLength(string length, string known) =>
        new($"\"{length}\" is not a length of a run; write one of {known}.", $"没有“{length}”这种时长；可用的有 {known}。");

    public static LocalizedText BenchFailed(string why) => new($"The measurement ended early. {why}", $"测量提前结束。{why}");

    public static LocalizedText OneOfTwo { get; } = new(
        "Give either an experiment of the catalogue or a script.",
        "请只给出其一：目录中的实验，或者脚本。");

    public static LocalizedText NoSuchExperiment(string id) => new(
        $"There is no experiment \"{id}\".",
        $"没有名为“{id}”的实验。");

    public static LocalizedText NoSuchServer(string id, string known) => new(
        $"There is no server \"{id}\" in this run. There are {known}.",
        $"本次运行中没有名为“{id}”的服务器。可选：{known}。");

    public static LocalizedText NoServers { get; } = new(
        "Choose at least one server.",
        "请至少选择一个服务器。");

    public static LocalizedText TooManyServers(int most) => new(
        $"Choose at most {most} servers.",
        $"一次最多选择 {most} 个服务器。");

    public static LocalizedText NoSuchTransport(string name) => new(
        $"\"{name}\" is not supported here: use tcp, udp or tls.",
        $"不支持“{name}”：请用 tcp、udp 或 tls。");

    public static LocalizedText ScriptTooLong(int characters) => new(
        $"A script has at most {characters / 1024} KiB of text.",
        $"脚本最多 {characters / 1024} KiB 文本。");

    public static LocalizedText MarkNotClosed { get; } = new(
        "This ⟨ is not closed: a mark ends with ⟩ on the same line. To send this character, write \\u{27E8}.",
        "这个 ⟨ 没有闭合：标记须在同一行内以 ⟩ 结束。如果要发送这个字符本身，请写 \\u{27E8}。");

    public static LocalizedText UnknownMark(string mark) => new(
        $"{mark} is not a mark. There are: pause 100, finish, reset, close, connect, on b, send, times 3, pieces 1 20, "
            + "await answer, await 2 answers, await 5 bytes, await end, await \"text\".",
        $"{mark} 不是有效的标记。可用的有：pause 100、finish、reset、close、connect、on b、send、times 3、pieces 1 20、"
            + "await answer、await 2 answers、await 5 bytes、await end、await \"text\"。");

    public static LocalizedText NothingToSend { get; } = new(
        "There is nothing to send after this mark: write the bytes behind it.",
        "后面没有要发送的字节：请把字节写在它后面。");

    public static LocalizedText ConnectionTwice(string name) => new(
        $"Connection {name} is open already.",
        $"连接 {name} 已经打开了。");

    public static LocalizedText ConnectionClosed(string name) => new(
        $"Connection {name} is closed at this point. Continue with another one: ⟨on {name}2⟩.",
        $"此时连接 {name} 已经关闭。请换一个连接继续：⟨on {name}2⟩。");

    public static LocalizedText ConnectionFinished(string name) => new(
        $"Connection {name} has finished sending at this point.",
        $"此时连接 {name} 已经结束发送。");

    public static LocalizedText TooManySteps(int most) => new(
        $"A script has at most {most} steps.",
        $"脚本最多 {most} 步。");

    public static LocalizedText TooManyConnections(int most) => new(
        $"A script uses at most {most} connections.",
        $"脚本最多使用 {most} 个连接。");

    public static LocalizedText TooManyBytes(int most) => new(
        $"A script sends at most {most / 1024} KiB in all.",
        $"脚本总共最多发送 {most / 1024} KiB。");

    public static LocalizedText TooMuchTime(double seconds) => new(
        $"Pauses and waits may take at most {seconds:0} seconds in all.",
        $"停顿和等待加起来最多 {seconds:0} 秒。");

    public static LocalizedText EmptyScript { get; } = new(
        "The script is empty.",
        "脚本是空的。");

    public static LocalizedText InLine(int line, int column, LocalizedText what) => new(
        $"Line {line}, column {column}: {what.En}",
        $"第 {line} 行第 {column} 列：{what.Zh}");

    public static LocalizedText NoBytes { get; } = new(
        "Give the bytes in base64.",
        "请以 base64 给出字节。");

    public static LocalizedText NoSuchKind(string kind) => new(
        $"\"{kind}\" cannot be explained: use requests or responses.",
        $"无法解读“{kind}”：请用 requests 或 responses。");

    public static LocalizedText TooManySpans(int most) => new(
        $"These bytes have more than {most:N0} parts, and cannot all be shown.",
        $"这些字节多于 {most:N0} 个部分，无法全部显示。");

    public static LocalizedText NoSuchSource(string path) => new(
        $"\"{path}\" is not a source file of these servers.",
        $"“{path}”不是这些服务器的源文件。");

    public static LocalizedText LiveOption { get; } = new(
        "The addresses of the live capture: one in front of each of the three servers, "
            + "in their order; or off. The page shows everything that goes through it.",
        "实时抓包的监听地址：依次为三个服务器各写一个；或写 off 关闭。经过这里的通信会显示在网页上。");

    public static LocalizedText LiveUrls(int count) => new(
        $"--live has {count} addresses: give one for each of the three servers, in their order, or off.",
        $"--live 给出了 {count} 个地址：请依次为三个服务器各写一个，或写 off。");
}
