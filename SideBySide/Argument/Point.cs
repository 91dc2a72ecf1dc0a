using System.Text;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Argument;

/// <summary>One point of the argument: what is said to whom, and what the outcome means.</summary>
/// <param name="Id">A short name that never changes, for the API.</param>
/// <param name="Server">Who is spoken to.</param>
/// <param name="Scheme">Over which of its addresses.</param>
/// <param name="Title">What is tried, in a few words.</param>
/// <param name="Bytes">What is sent, made from the address (<c>host:port</c>) that is spoken to.</param>
/// <param name="AfterSending">Whether the end of the bytes ends the stream.</param>
/// <param name="Holds">Whether the outcome is what the argument says; everything else would be news.</param>
/// <param name="Meaning">What the outcome means when it holds, made from what was observed.</param>
public sealed record Point(string Id, ServerDefinition Server, string Scheme, LocalizedText Title, Func<string, byte[]> Bytes, AfterSending AfterSending,
    Func<Recording, bool> Holds, Func<Recording, LocalizedText> Meaning)
{
    private const string Message = "Hello, Server!";

    /// <summary>The argument, in order: the same bytes that a socket only returns get an answer where somebody knows HTTP.</summary>
    public static IReadOnlyList<Point> All { get; } =
    [
        new("message", ServerDefinition.Raw, "tcp",
            new("A client and a socket", "客户端遇上套接字"),
            _ => Encoding.UTF8.GetBytes(Message), AfterSending.Finish,
            Echoed,
            seen => new(
                $"{seen.Sent.Length} bytes went out and the same {seen.Received.Length} came back. A socket moves bytes; what they mean is for the two ends to agree on. This is C/S.",
                $"发出 {seen.Sent.Length} 字节，原样收回 {seen.Received.Length} 字节。套接字只负责搬运，字节的含义由两端自己约定。这就是 C/S。")),

        new("request", ServerDefinition.Raw, "tcp",
            new("A browser's request and the same socket", "浏览器的请求遇上同一个套接字"),
            Request, AfterSending.Finish,
            Echoed,
            seen => new(
                $"The request came straight back: to a socket these are {seen.Received.Length} bytes like any other. A browser would look for a status line, find none and give up.",
                $"请求被原样退回：在套接字看来，这不过是又一串 {seen.Received.Length} 字节。浏览器要找状态行，找不到，只能放弃。")),

        new("by-hand", ServerDefinition.HandRolled, "http",
            new("The request and HTTP written by hand", "请求遇上手写的 HTTP"),
            Request, AfterSending.StayOpen,
            Answered,
            seen => new(
                $"An answer, because somebody wrote the part that reads a request. Of {seen.Received.Length} bytes {BodyLength(seen)} are the message, the rest is HTTP. This is B/S, the hard way.",
                $"有了应答，因为有人写出了读懂请求的那一部分。收到的 {seen.Received.Length} 字节里，消息只占 {BodyLength(seen)} 字节，其余都是 HTTP。这就是 B/S，只是走了难路。")),

        new("framework", ServerDefinition.Minimal, "http",
            new("The request and HTTP by framework", "请求遇上框架提供的 HTTP"),
            Request, AfterSending.StayOpen,
            Answered,
            _ => new(
                "An answer again, from a route of one line. The framework opened a socket too and did all of that work on it: B/S runs on sockets, only nobody should have to write that part twice.",
                "同样有了应答，而路由只写了一行。框架也打开了套接字，并替你做完了上面的全部工作：B/S 同样跑在套接字上，只是这一部分不必人人重写一遍。")),
    ];

    // What a browser sends, in short. "Connection: close" asks the server to finish after its answer, so that whoever
    // observes can see where the answer ends without understanding it.
    private static byte[] Request(string address) => Encoding.ASCII.GetBytes(
        $"GET /hello?name=Server HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");

    private static bool Echoed(Recording seen) =>
        seen.Last.Kind == WireEventKind.Ended && seen.Received.Span.SequenceEqual(seen.Sent.Span);

    private static bool Answered(Recording seen) =>
        seen.Last.Kind == WireEventKind.Ended && seen.Received.Span.StartsWith("HTTP/1.1 200 "u8) && seen.Received.Span.EndsWith("\r\n\r\nHello, Server!"u8);

    private static int BodyLength(Recording seen) =>
        seen.Received.Length - (seen.Received.Span.IndexOf("\r\n\r\n"u8) + 4);
}
