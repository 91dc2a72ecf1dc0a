using System.Globalization;
using System.Text.Json;
using HandRolledHttp.Steps;
using SideBySide.Experiments;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Measure.Steps;

/// <summary>The steps from a socket to HTTP, and the servers after them. This file has the texts, <see cref="CodeCount.Recorded"/> the
/// numbers.</summary>
public static class MeasuredSteps
{
    private static readonly (LocalizedText Adds, LocalizedText StillBreaks)[] s_steps =
    [
        (new("A status line, two fields, an empty line and a body: enough for a browser to show a page.",
             "一行状态行、两个首部字段、一个空行、一段正文：要让浏览器显示页面，这样就够了。"),
         new("Ignores the request, treats one receive as the whole request, lets one silent client block all others, "
                 + "and crashes when a client resets the connection.",
             "不看请求的内容；把一次接收当作整个请求；一个沉默的客户端就能堵住所有人；客户端一重置连接，程序就崩溃。")),
        (new("Receives until the empty line, reads the request line, and has a response for each route.",
             "一直接收到空行为止，解析请求行，每条路由各有响应。"),
         new("Damages a character that is cut between two receives, never reads a body, sends a body to HEAD, "
                 + "serves one client at a time, and crashes on a first line of one word.",
             "字符若被切在两次接收之间就会损坏；从不读正文；对 HEAD 也发送正文；仍然一次只服务一个客户端；首行只有一个词，程序就会崩溃。")),
        (new("Bodies with Content-Length, several requests on one connection, and a task for each client.",
             "按 Content-Length 读取正文；同一条连接可继续处理下一个请求；每个客户端各有一个任务。"),
         new("Worse than step 2 in one respect: it keeps connections open, so a wrong message length is dangerous. "
                 + "Mistakes chunks for the next request, allows request smuggling with two lengths or \"+5\", "
                 + "and does not respond to errors.",
             "有一点不如第 2 步：保持连接之后，定界错误就变得危险。把分块当作下一个请求；两个长度或“+5”会导致请求走私；出错时没有响应。")),
        (new("Chunked bodies, HEAD without a body, exactly one Host, a Date, and a status code for each error; "
                 + "ambiguous messages are rejected.",
             "分块传输的正文；HEAD 不带正文；Host 必须恰有一个；响应带 Date；错误有相应的状态码；有歧义的消息一律拒绝。"),
         new("Has no limits and no timeouts: collects a line without end, and waits for a silent client forever. "
                 + "A reset can destroy an error response.",
             "没有上限，也没有超时：没有结尾的行照收不误，对沉默的客户端永远等下去；拒绝响应可能因连接重置而丢失。")),
        (new("Limits for head, body and connections, a timeout for every wait, and error responses that reach the client.",
             "请求头部、正文与连接数都有上限，每次等待都有超时，拒绝响应能送达客户端。"),
         new("Has no 100 Continue, does not check the value of Host, does not decode paths, holds bodies in memory, "
                 + "and cuts off responses at shutdown; no TLS, files, ranges, forms or cookies.",
             "没有 100 Continue，不检查 Host 的值，不解码路径，正文全部放在内存里，停机时会截断响应；没有 TLS、文件、范围、表单和 Cookie。")),
    ];

    /// <summary>The steps in order; then the complete server, its listener, and the framework for comparison.</summary>
    public static IReadOnlyList<MeasuredStep> All => s_all.Value;

    private static readonly Lazy<IReadOnlyList<MeasuredStep>> s_all = new(() =>
    [
        .. LearnerStep.All.Select(Measure),

        Step("handrolled", new("HandRolledHttp", "HandRolledHttp"), "HandRolledHttp",
            new("HTTP/1.1 according to the RFCs: "
                    + "rejections with an explanation, streaming, TLS, files, ranges, forms, cookies, graceful shutdown.",
                "按 RFC 实现的 HTTP/1.1：说明原因的拒绝响应、流式传输、TLS、文件、范围、表单、Cookie、优雅停机。"),
            new("No HTTP/2 and no compression; and you have to maintain all of it.",
                "没有 HTTP/2 和压缩；而且这一切都要你自己维护。"),
            "HandRolledHttp/Http1/", "HandRolledHttp/Connection/", "HandRolledHttp/Web/",
            "HandRolledHttp/WebSocket/", "HandRolledHttp/Chat/", "HandRolledHttp/Program.cs"),

        Step("listener", new("RawSocketServer, its listener", "RawSocketServer 的监听器"), "RawSocketServer/Listening",
            new("The layer under HandRolledHttp: listen, accept, a limit on connections, timeouts, graceful shutdown.",
                "HandRolledHttp 的底层：监听、接受、连接数上限、超时、优雅停机。"),
            new("It does not interpret bytes.",
                "不解释字节的含义。"),
            "RawSocketServer/Listening/"),

        Step("minimal", new("MinimalHttpServer", "MinimalHttpServer"), "MinimalHttpServer",
            new("The same routes on a framework, which does all of the above, and HTTP/2.",
                "在框架上实现同样的路由；以上一切由框架完成，还包括 HTTP/2。"),
            new("Bugs in the framework are fixed by its maintainers; you upgrade.",
                "框架的缺陷由框架维护者修复，你只需升级。"),
            "MinimalHttpServer/"),
    ]);

    private static MeasuredStep Measure(LearnerStep step)
    {
        var number = step.Number.ToString(CultureInfo.InvariantCulture);
        var (adds, stillBreaks) = s_steps[step.Number - 1];
        var file = $"HandRolledHttp/Steps/Step{number}.cs";
        var name = new LocalizedText($"Step {number}: {step.Titles.English}", $"第 {number} 步：{step.Titles.Chinese}");
        return Step($"step{number}", name, file, adds, stillBreaks, file);
    }

    private static MeasuredStep Step(
        string id, LocalizedText name, string path, LocalizedText adds, LocalizedText stillBreaks, params string[] sources) =>
        new(id, name, path, adds, stillBreaks, [.. sources.SelectMany(SourceFile.Below).Select(file => file.Path)]);
}

/// <summary>One step with its sources.</summary>
/// <param name="Id">A short name that never changes: the server's id, if it is a server.</param>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file or folder, from the repository's root.</param>
/// <param name="Adds">Its additions to the step below.</param>
/// <param name="StillBreaks">Its missing features and faults.</param>
/// <param name="Files">The paths of all its files, from the repository's root.</param>
public sealed record MeasuredStep(
    string Id, LocalizedText Name, string Path, LocalizedText Adds, LocalizedText StillBreaks, IReadOnlyList<string> Files)
{
    /// <summary>The count of all its files.</summary>
    public CodeCount Count => CodeCount.Recorded[Id];
}

/// <summary>The size of C# code and its number of decisions, see <see cref="Rule"/>.</summary>
/// <param name="Lines">Lines of code.</param>
/// <param name="Branches">Decisions.</param>
public readonly record struct CodeCount(int Lines, int Branches)
{
    /// <summary>The rule of counting.</summary>
    public static LocalizedText Rule { get; } = new(
        "Lines are lines of code: not blank, not only a comment, not using or namespace, not only brackets. Branches are decisions: "
        + "if, ?:, ??, && and ||, \"and\" and \"or\" in patterns, each case or arm of a switch but the default, loops, catch.",
        "行数指代码行：不含空行、纯注释、using 与 namespace，也不含只有括号的行。分支指判断：if、?:、??、&& 与 ||、模式中的 and 与 or、"
        + "switch 的每个 case 或分支（默认分支除外）、循环、catch。");

    /// <summary>
    /// The counts of each step's sources, by the step's id. A test makes them: <c>docs/refresh-tables steps</c> counts again, and the test
    /// fails while the record differs from the sources. The program itself needs no C# parser.
    /// </summary>
    public static IReadOnlyDictionary<string, CodeCount> Recorded { get; } = Read();

    private static Dictionary<string, CodeCount> Read()
    {
        using var record = typeof(CodeCount).Assembly.GetManifestResourceStream("code-counts.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, CodeCount>>(record, JsonSerializerOptions.Web)!;
    }
}

/// <summary>A feature that only the complete server has, not a step.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Experiments">The number of experiments that show it.</param>
public sealed record FeatureCount(LocalizedText Name, int Experiments)
{
    private static readonly (LocalizedText Name, string[] Routes)[] s_routes =
    [
        (new("files and ranges", "文件与范围"), ["/files/"]),
        (new("forms", "表单"), ["/form "]),
        (new("cookies", "Cookie"), ["/visits "]),
        (new("streaming", "流式传输"), ["/stream/"]),
    ];

    /// <summary>Counts the features in the outcomes of the complete server, if it was part of the run; an experiment may show
    /// several.</summary>
    public static IReadOnlyList<FeatureCount> In(Matrix matrix)
    {
        if (matrix.Targets.FirstOrDefault(target => target.Id == ServerDefinitions.HandRolled.Id) is not { } server)
            return [];
        var shown = matrix.Experiments.Where(experiment => matrix[experiment, server].Outcome is not null).ToArray();
        return
        [
            .. s_routes.Select(route => new FeatureCount(route.Name, shown.Count(experiment => Asks(experiment, route.Routes)))),
            new(new("TLS", "TLS"), shown.Count(experiment => experiment.Over == Transport.Tls)),
            new(new("rejections that name the broken rule", "说明违反了哪条规则的拒绝响应"),
                shown.Count(experiment => matrix[experiment, server].Outcome!.Connections.Any(connection => connection.Reason is not null))),
        ];
    }

    /// <summary>All features in a sentence.</summary>
    public static LocalizedText Sentence(IReadOnlyList<FeatureCount> features) => new(
        $"The complete server has features that no step has. The number of experiments that show each of them: {List(features, ", ", count => count.Name.En)}; "
            + "and graceful shutdown, which the fault tests show (docs/reliability.md).",
        $"完整的服务器还有五步都没有的功能，数字是体现该功能的实验数：{List(features, "、", count => count.Name.Zh)}；还有优雅停机，见故障测试（docs/reliability.zh-CN.md）。");

    private static bool Asks(Experiment experiment, string[] routes) =>
        experiment.Steps.OfType<SendStep>().Any(send => routes.Any(route => send.Text.Contains($" {route}", StringComparison.Ordinal)));

    private static string List(IReadOnlyList<FeatureCount> features, string separator, Func<FeatureCount, string> name) =>
        string.Join(separator, features.Select(feature => string.Create(CultureInfo.InvariantCulture, $"{name(feature)} {feature.Experiments}")));
}
