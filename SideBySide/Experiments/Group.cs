namespace SideBySide.Experiments;

/// <summary>A part of the argument, and the experiments that make it. Its folder in the catalogue bears its id.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Title">What it is about.</param>
/// <param name="About">What its experiments show together.</param>
public sealed record Group(string Id, Bilingual Title, Bilingual About)
{
    /// <summary>The groups, in the order of the argument.</summary>
    public static IReadOnlyList<Group> All { get; } =
    [
        new("sockets", new("Sockets move bytes", "套接字只搬运字节"), new(
            "What the system does for two programs, and what it leaves to them: TCP's bytes arrive complete and in order, but not in the pieces they were sent in, and nothing says what they mean. Every stumble over sockets comes from that.",
            "系统替两个程序做了什么，又留下什么没做：TCP 的字节完整、按序到达，却不保持发送时的分段，也没有任何东西说明它们的含义。套接字编程中的种种磕绊都由此而来。")),
        new("browser", new("A browser needs HTTP", "浏览器需要 HTTP"), new(
            "curl and the browser were written long ago, for every server there is, and expect HTTP. Here they meet a bare socket, and netcat meets HTTP servers.",
            "curl 和浏览器早已写好，面向所有服务器，只认 HTTP。这里让它们遇上裸套接字，再让 netcat 遇上 HTTP 服务器。")),
        new("parsing", new("The parsing burden", "解析的负担"), new(
            "What stands between bytes that were received and a request that was understood: finding its end however it was cut, lengths, chunks, hosts, encodings, conditions, forms. Each rung of the staircase carries a little more of it.",
            "从收到的字节到读懂的请求，中间隔着什么：不论怎么切分都要找到结尾，还有长度、分块、主机、编码、条件、表单。阶梯每高一级，就多承担一点。")),
        new("attacks", new("What attackers send", "攻击者会发什么"), new(
            "A request that two servers understand differently is a way in, and one that never ends keeps a server busy. The known families of smuggling, slowness, injection and traversal, sent to every server.",
            "一个请求若被两台服务器读出不同的含义，就成了入口；永不结束的请求则把服务器拖住。这里把已知的走私、慢速、注入、路径穿越各类手法发给每台服务器。")),
        new("framework", new("What a framework gives", "框架给了什么"), new(
            "HTTP/2, compression, binding, validation, descriptions of an API: what nobody wants to write by hand. Each server is asked for it, and those that can answer.",
            "HTTP/2、压缩、绑定、校验、API 描述：没有人愿意手写的东西。逐个询问每台服务器，会的就回答。")),
        new("balancer", new("Behind a balancer", "负载均衡器后面"), new(
            "Whoever outgrows one process puts a balancer in front of several. HTTP says where each request begins and ends and whether it may be repeated, so that a balancer can send each to another replica, and a replica can stop without losing one. A raw stream is tied to its replica and breaks with it. Measured: docs/balancer.md.",
            "一个进程不够用，就在几个副本前面放一个负载均衡器。HTTP 说明了每个请求从哪里开始、到哪里结束、能否重发，所以均衡器可以把它们分给不同的副本，副本停下时也不丢请求。原始字节流绑定在它的副本上，副本断它也断。实测见 docs/balancer.zh-CN.md。")),
    ];
}
