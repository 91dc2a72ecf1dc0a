using System.Globalization;
using HandRolledHttp.Steps;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Measure.Steps;

/// <summary>The way from a socket to HTTP, and what it leads to. The words stand here, all numbers are counted in the sources.</summary>
public static class MeasuredSteps
{
    private static readonly (LocalizedText Adds, LocalizedText StillBreaks)[] s_steps =
    [
        (new("A status line, two fields, an empty line, a body: the little that makes a browser show it.",
             "一行状态行、两个首部字段、一个空行、一段正文：让浏览器肯显示，只需这么一点。"),
         new("It never reads what was asked, takes one receive for all of it, lets one silent client block everyone, and dies of a reset.",
             "从不看请求说了什么；把一次接收当作整个请求；一个沉默的客户端就能堵住所有人；连接被重置时程序随之终止。")),
        (new("It receives until the empty line, reads the request line, and has an answer for each address.",
             "一直接收到空行为止，读懂请求行，每个地址各有应答。"),
         new("A character cut between two receives is lost, a body is never read, HEAD gets a body; still one client at a time, and a first line of one word ends it.",
             "字符若被切在两次接收之间就会损坏；从不读正文；HEAD 也收到正文；仍然一次只服务一个客户端；首行只有一个词，程序就会终止。")),
        (new("Bodies as long as Content-Length says, the next request on the same connection, every client in a task of its own.",
             "按 Content-Length 读取正文；同一连接可继续处理下一个请求；每个客户端各有一个任务。"),
         new("Worse than step 2 in one respect: closing after each response made framing mistakes harmless, keeping the connection makes them "
                 + "dangerous. Chunks are taken for the next request, two lengths or \"+5\" let a request be smuggled; errors have no response.",
             "有一点不如第 2 步：每次响应后就关闭，分帧错误无害；保持连接，它们就变得危险。把分块当作下一个请求；重复的长度或“+5”给请求走私留下缝隙；出错时没有响应。")),
        (new("Chunked bodies, HEAD without a body, Host exactly once, a Date, and a status for what is wrong; a message with two meanings is rejected.",
             "分块传输的正文；HEAD 不带正文；Host 必须恰有一个；响应带 Date；错误有相应的状态码；凡有两种理解的一律拒绝。"),
         new("No limit and no deadline: a line without end is collected, a silent client waited for, for ever. A refusal can be lost in a reset.",
             "没有限额，也没有时限：没有结尾的行照收不误，沉默的客户端永远等下去；拒绝的应答可能随重置丢失。")),
        (new("Limits for head, body and connections, deadlines for every wait, and refusals that reach the client.",
             "首部、正文与连接数都有限额，每次等待都有时限，拒绝的应答能送达客户端。"),
         new("No 100 Continue, no check of what stands in Host, no decoded paths; bodies only as far as memory goes; stopping cuts answers off; no TLS, files, ranges, forms or cookies.",
             "不回应 100 Continue，不检查 Host 的内容，不解码路径；正文只能整个放进内存；停止时会截断应答；没有 TLS、文件、范围、表单和 Cookie。")),
    ];

    /// <summary>From the bottom up; then what the complete server stands on, and the framework for comparison.</summary>
    public static IReadOnlyList<MeasuredStep> All => s_all.Value;

    private static readonly Lazy<IReadOnlyList<MeasuredStep>> s_all = new(() =>
    [
        .. LearnerStep.All.Select(Climb),

        Step("handrolled", new("HandRolledHttp", "HandRolledHttp"), "HandRolledHttp",
            new("HTTP/1.1 as the RFCs have it: refusals that explain themselves, streaming, TLS, files, ranges, forms, cookies, an orderly stop.",
                "按 RFC 实现的 HTTP/1.1：会说明原因的拒绝、流式传输、TLS、文件、范围、表单、Cookie、有序停止。"),
            new("No HTTP/2, no compression; and all of it is yours to keep in order.",
                "没有 HTTP/2 和压缩；而且这一切都要你自己维护。"),
            "HandRolledHttp/Http1/", "HandRolledHttp/Connection/", "HandRolledHttp/Web/", "HandRolledHttp/Program.cs"),

        Step("listener", new("RawSocketServer, its listener", "RawSocketServer 的监听器"), "RawSocketServer/Listening",
            new("What the complete server stands on: listen, accept, a cap on connections, deadlines, an orderly stop.",
                "完整服务器的立足之处：监听、接受、连接数上限、时限、有序停止。"),
            new("To it, bytes mean nothing.",
                "字节在它眼里没有含义。"),
            "RawSocketServer/Listening/"),

        Step("minimal", new("MinimalHttpServer", "MinimalHttpServer"), "MinimalHttpServer",
            new("The same routes on a framework, which brings all of the above, HTTP/2 included.",
                "在框架上实现同样的路由；以上一切由框架带来，还包括 HTTP/2。"),
            new("What is wrong in the framework is mended by its makers; you update.",
                "框架里的问题由它的作者修复，你只需更新。"),
            "MinimalHttpServer/"),
    ]);

    private static MeasuredStep Climb(LearnerStep step)
    {
        var number = step.Number.ToString(CultureInfo.InvariantCulture);
        var (adds, stillBreaks) = s_steps[step.Number - 1];
        var file = $"HandRolledHttp/Steps/Step{number}.cs";
        return Step($"step{number}", new($"Step {number}: {step.Titles.English}", $"第 {number} 步：{step.Titles.Chinese}"), file, adds, stillBreaks, file);
    }

    private static MeasuredStep Step(string id, LocalizedText name, string path, LocalizedText adds, LocalizedText stillBreaks, params string[] sources) =>
        new(id, name, path, adds, stillBreaks, [.. sources.SelectMany(SourceFile.Below).Select(file => new MeasuredFile(file.Path, file.Text))]);
}

/// <summary>One step, with its sources.</summary>
/// <param name="Id">A short name that never changes: the server's id where it has one.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its file, or its folder, from the repository's root.</param>
/// <param name="Adds">What it has that the step below has not.</param>
/// <param name="StillBreaks">What it cannot do, or does wrong.</param>
/// <param name="Files">All that it consists of.</param>
public sealed record MeasuredStep(string Id, LocalizedText Name, string Path, LocalizedText Adds, LocalizedText StillBreaks, IReadOnlyList<MeasuredFile> Files)
{
    /// <summary>All of its files together.</summary>
    public CodeCount Count { get; } = Files.Aggregate(default(CodeCount), (sum, file) => sum + file.Count);
}

/// <summary>One of a step's sources.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Text">All of it.</param>
public sealed record MeasuredFile(string Path, string Text)
{
    /// <summary>How much there is to read in it.</summary>
    public CodeCount Count { get; } = CodeCount.Of(Text);
}
