using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>One experiment for every server: the bytes to send and the expected outcomes. Read from a file of the catalogue.</summary>
/// <param name="Id">A short name that never changes: the file's name without its number.</param>
/// <param name="Group">The part of the argument that it belongs to: the file's folder.</param>
/// <param name="Number">Its place within the group: the number at the start of the file's name.</param>
/// <param name="Title">A short title.</param>
/// <param name="Explanation">The observation and its reason.</param>
/// <param name="Fix">A remedy, in one or two sentences.</param>
/// <param name="Source">The source of the rule, for example <c>RFC 9112 §2.2</c> or <c>tcp(7)</c>.</param>
/// <param name="Over">The transport.</param>
/// <param name="Servers">The ids of this repository's servers that it runs on; empty for all. A peer runs every experiment that a step
/// runs.</param>
/// <param name="Steps">The client's steps, in order.</param>
/// <param name="Verdicts">The verdict on each outcome; null if no rule decides.</param>
/// <param name="Deviations">By server id: the documented reason for a discouraged or forbidden outcome.</param>
/// <param name="Expect">The expected outcome of each server of this repository, right or wrong, by its id.</param>
public sealed record Experiment(string Id, Group Group, int Number, LocalizedText Title, LocalizedText Explanation, LocalizedText Fix, string Source,
    Transport Over, IReadOnlyList<string> Servers, IReadOnlyList<ScriptStep> Steps, VerdictRules? Verdicts,
    IReadOnlyDictionary<string, LocalizedText> Deviations, IReadOnlyDictionary<string, ExpectedOutcome> Expect)
{
    private const string WebSocketEcho = "/ws/echo";

    /// <summary>Steps of a visitor or of a check: without texts, expectations and verdicts.</summary>
    public static Experiment Of(string id, Transport over, IReadOnlyList<ScriptStep> steps) => new(id, Group.All[0], 0, default, default, default, "",
        over, [], steps, null, new Dictionary<string, LocalizedText>(), new Dictionary<string, ExpectedOutcome>());

    /// <summary>Whether this experiment runs on this server.</summary>
    public bool AppliesTo(TargetServer target) =>
        (Servers.Count == 0 || Servers.Contains(target.Id) || (!TargetServer.OwnIds.Contains(target.Id) && IsForAnyone))
        && (!target.IsWebSocketOnly || Verdicts?.Needs == WebSocketEcho)
        && target.EndPointFor(Over) is not null;

    // The steps use only routes that every peer also has.
    private bool IsForAnyone => StepDefinitions.All.Any(step => Servers.Contains(step.Id));
}

/// <summary>A part of the argument and its experiments. Its id is the name of its folder in the catalogue.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Title">A short title.</param>
/// <param name="About">A summary of its experiments.</param>
public sealed record Group(string Id, LocalizedText Title, LocalizedText About)
{
    /// <summary>The groups, in the order of the argument.</summary>
    public static IReadOnlyList<Group> All { get; } =
    [
        new("sockets", new("Sockets carry bytes", "套接字只传输字节"), new(
            "The operating system carries bytes between two programs. While the connection lives, TCP delivers them in order and without gaps. It does not keep the pieces in which they were sent, and it does not define their meaning. Most mistakes with sockets come from this.",
            "操作系统替两个程序传输字节。只要连接还在，TCP 就按序、不缺漏地交付；但它不保留发送时的分段，也不规定字节的含义。套接字编程里的常见错误（粘包、拆包、乱码）大多由此而来。")),
        new("agreement", new("What two ends agree on", "两端的约定"), new(
            "A socket carries bytes, so two programs must agree on the end of a message: a delimiter, a length in front, or the end of the connection. These experiments send the same bytes to servers with different agreements and break each agreement: a delimiter inside the text, the other byte order, a length that lies.",
            "套接字只传字节，所以两个程序必须约定一条消息到哪里结束：用分隔符，在前面写上长度，或者以连接结束为准。这里把同样的字节发给约定不同的服务器，再逐一破坏约定：正文里出现分隔符、字节序相反、长度不实。")),
        new("browser", new("A browser needs HTTP", "浏览器需要 HTTP"), new(
            "curl and browsers are finished programs for every web server, and they expect HTTP. Here they connect to the echo server (RawSocketServer), and netcat connects to HTTP servers.",
            "curl 和浏览器是现成的程序，要访问所有的 Web 服务器，只认 HTTP。这里先让它们连接回显服务器（RawSocketServer），再用 netcat 连接 HTTP 服务器。")),
        new("parsing", new("Parsing requests", "解析请求"), new(
            "A server has to turn received bytes into requests. It must find the end of each request, however the bytes were split, and handle lengths, chunks, hosts, encodings, conditions and forms. From step 1 to step 5 the servers handle more and more of this.",
            "服务器要把收到的字节变成请求：不论字节怎样切分，都要找到请求的结尾，还要处理长度、分块、主机、编码、条件和表单。从第 1 步到第 5 步，处理得越来越完整。")),
        new("attacks", new("Attacks on HTTP servers", "针对 HTTP 服务器的攻击"), new(
            "If two servers parse one request differently, an attacker can exploit the difference. A request that never ends keeps a server busy. These experiments send the known kinds of smuggling, slow requests, injection and path traversal to every server.",
            "一个请求若被两个服务器解析出不同的含义，攻击者就有机可乘；永不结束的请求则会拖住服务器。这里把已知的各类攻击（请求走私、慢速攻击、注入、路径穿越）发给每个服务器。")),
        new("framework", new("Features of a framework", "框架提供的功能"), new(
            "A framework provides HTTP/2, compression, data binding, validation and API descriptions; each of them would be a lot of work by hand. The experiments request these features from every server and show which servers have them.",
            "框架提供 HTTP/2、压缩、数据绑定、校验和 API 描述，这些手写起来都很费事。这里向每个服务器逐项请求这些功能，看哪些服务器支持。")),
        new("balancer", new("Behind a load balancer", "负载均衡器后面"), new(
            "If one process is not enough, a load balancer distributes requests to several replicas. HTTP defines where each request begins and ends and whether it may be repeated. So a load balancer can send each request to a different replica, and a replica can stop without losing one. A plain TCP stream is bound to one replica and breaks with it. Measurements: docs/balancer.md.",
            "一个进程不够用时，就在几个副本前面放一个负载均衡器。HTTP 规定了每个请求从哪里开始、到哪里结束、能否重发，所以负载均衡器可以把它们分给不同的副本，副本停下时也不丢请求。没有消息边界的字节流只能固定在一个副本上，副本一停，流就断。实测见 docs/balancer.zh-CN.md。")),
        new("websocket", new("Both ways", "双向通信"), new(
            "HTTP lets a client ask and a server respond. WebSocket (RFC 6455) starts as an HTTP request and then gives both ends a connection on which either may send at any time, in frames with a length. The experiments send right and wrong handshakes and frames to every server.",
            "HTTP 只能一问一答：客户端请求，服务器响应。WebSocket（RFC 6455）以一个 HTTP 请求开始，此后连接归双方使用，任何一方都可以随时发送，数据装在写明长度的帧里。这里把正确和错误的握手、正确和错误的帧发给每个服务器。")),
    ];
}
