using SideBySide.Experiments.Running;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Experiments;

/// <summary>
/// Four exchanges that show the argument. Each is an experiment of the catalogue on one server, run once at start-up. The terminal and the
/// start page show them.
/// </summary>
/// <param name="servers">The servers.</param>
/// <param name="catalogue">The experiments.</param>
/// <param name="time">The clock.</param>
public sealed class Demonstration(ServerSet servers, Catalogue catalogue, TimeProvider time)
{
    private static readonly Part[] s_parts =
    [
        new("greeting-to-http", ServerDefinitions.Raw,
            new("A client and a socket", "客户端遇上套接字"),
            seen => new(
                $"{seen.Sent.Bytes} bytes went out, and the same {seen.Received.Bytes} came back. A socket moves bytes; their meaning is up to the two programs. This is C/S.",
                $"发出 {seen.Sent.Bytes} 字节，原样收回 {seen.Received.Bytes} 字节。套接字只负责搬运，字节的含义由两端自己约定。这就是 C/S。")),
        new("plain-get", ServerDefinitions.Raw,
            new("A browser's request and the same socket", "浏览器的请求遇上同一个套接字"),
            seen => new(
                $"The request came straight back: to a socket, these are just another {seen.Received.Bytes} bytes. A browser looks for a status line, finds none and gives up.",
                $"请求被原样送回：在套接字看来，这只是另外 {seen.Received.Bytes} 个字节。浏览器要找状态行，找不到，只能放弃。")),
        new("plain-get", ServerDefinitions.HandRolled,
            new("The request and HTTP written by hand", "请求遇上手写的 HTTP"),
            seen => new(
                $"A response, because this server can read a request. Of {seen.Received.Bytes} bytes, {seen.Received.Content} are the message; the rest is HTTP. This is B/S, written by hand.",
                $"有了响应，因为这个服务器能读懂请求。收到的 {seen.Received.Bytes} 字节里，消息只占 {seen.Received.Content} 字节，其余都是 HTTP。这就是 B/S，只不过 HTTP 全是手写的。")),
        new("plain-get", ServerDefinitions.Minimal,
            new("The request and HTTP by framework", "请求遇上框架提供的 HTTP"),
            _ => new(
                "A response again, from a route of one line. The framework opened a socket too and did all of that work: B/S runs on sockets. You just do not have to write that part yourself.",
                "同样有了响应，而路由只写了一行。框架也打开了套接字，并替你做完了上面的全部工作：B/S 同样跑在套接字上，只是这一部分不必自己写。")),
    ];

    private readonly TaskCompletionSource<IReadOnlyList<Demonstrated>> _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The exchanges, once all of them have run.</summary>
    public Task<IReadOnlyList<Demonstrated>> Shown => _shown.Task;

    /// <summary>Runs the four exchanges. A server without a TCP address is skipped.</summary>
    /// <param name="show">Called after each exchange.</param>
    /// <param name="cancellation">Cancelled when the program stops.</param>
    public async Task RunAsync(Action<Demonstrated> show, CancellationToken cancellation)
    {
        var runner = new Runner(time);
        var shown = new List<Demonstrated>();
        foreach (var exchange in s_parts)
        {
            var target = TargetServer.Of(servers.Servers.First(server => server.Definition == exchange.Server));
            if (target.Tcp is null)
                continue;
            var observed = await runner.RunAsync(catalogue.Find(exchange.Experiment)!, target, null, cancellation);
            var meaning = observed.IsExpected == true
                ? exchange.Meaning(ExchangeBreakdown.Of(observed.Events, exchange.Server.SpeaksHttp))
                : Texts.NotTheArgument(OutcomeText.Of(observed));
            shown.Add(new(shown.Count + 1, exchange.Title, observed, meaning));
            show(shown[^1]);
        }

        _shown.SetResult(shown);
    }

    private sealed record Part(string Experiment, ServerDefinition Server, LocalizedText Title, Func<ExchangeBreakdown, LocalizedText> Meaning);
}

/// <summary>One exchange of the demonstration.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Title">A short title.</param>
/// <param name="Observed">The observation.</param>
/// <param name="Meaning">An explanation, or a note that the outcome was unexpected.</param>
public sealed record Demonstrated(int Number, LocalizedText Title, Observation Observed, LocalizedText Meaning);
