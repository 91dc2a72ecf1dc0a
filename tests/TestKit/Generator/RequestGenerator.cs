using System.Globalization;
using System.Text;

namespace TestKit.Generator;

/// <summary>
/// Generates connections full of requests from a seed: half of them valid but unusual, nearly half with one twist (<see cref="Twists"/>), a
/// few with bytes changed at random places.
/// </summary>
public sealed class RequestGenerator(int seed)
{
    private const string Last = "GET /last HTTP/1.1\r\nHost: last\r\nConnection: close\r\n\r\n";

    private static readonly string[] s_methods =
    [
        .. Enumerable.Repeat("POST", 9), .. Enumerable.Repeat("GET", 8), "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "BREW", "TRACE", "get"
    ];
    private static readonly string[] s_targets =
    [
        "/", "/a", "/a?b=c", "/a?b=/../c", "/%E4%BD%A0", "/a/../b", "/./a", "/a/.", "/a/b/..",
        "/../../a", "/.../a", "/a//b", "//a", "/a;b=c", "/a|b{}", "/%41%2e", "/%2e%2e/a",
        "/a%20b", "/%25", "/?", "/a?", "/a??b", "/a:b@c", "/?q=%E4%BD%A0",
        "/" + new string('a', 300), "/a?" + new string('b', 500),
        "/~a*", "/a\\b", "/a/..%3f", "/%C3%A9",
    ];

    private static readonly string[] s_hosts = ["x", "localhost:8080", "[::1]", "[::1]:80", "example.com.", "127.0.0.1", "a-b.c", "X:80", "[fe80::1:2]"];
    private static readonly string[] s_fields =
    [
        "X-A: 1", "X-A: 2", "x-a:3", "X-Empty:", "X-Space:   ", "X-Tab:\tv\t", "X-Trim:  a b \t ",
        "Accept: */*", "Accept:text/html, */*;q=0.8", "Cookie: a=b; c=\"d\"", "X-Colon: a:b:c",
        "User-Agent: test/1.0 (x; y)", "X-Utf8: \u00E4\u00BD\u00A0", "TE: trailers", "!#$%&'*+-.^_`|~: odd",
        "1: 2", "X_Under: a", "Upgrade: websocket", "Range: bytes=0-1", "If-None-Match: \"x\"",
        "X-Long: " + "abcdefghij", "Content-Type: text/plain", "Via: 1.1 x, 1.0 y", "Connection: x-a",
        "Connection: keep-alive", "Content-Encoding: gzip", "Max-Forwards: 1", "Trailer: X-T",
    ];

    private static readonly string[] s_extensions =
    [
        ";a", ";a=b", ";a=\"b c\"", ";a;b=c;d=\"\\\"\"", " ;a", "; a", ";a = b", ";a\t=\t\"b;c\"", ";!#$%&'*+-.^_`|~=1"
    ];
    private static readonly string[] s_trailers = ["X-T: 1", "X-T: 2", "x-u:  v ", "X-Empty:", "Content-MD5: x"];

    private readonly Random _random = new(seed);

    /// <summary>The input of one connection.</summary>
    public Input Connection()
    {
        var requests = new List<GeneratedRequest>();
        for (var count = _random.Next(1, 4); count > 0; count--)
            requests.Add(Request());
        requests.Add(new GeneratedRequest(Last, ""));
        if (Chance(0.04))
            Cut(requests);

        var length = requests.Sum(request => request.Text.Length);
        return new Input(seed, requests, [.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => _random.Next(1, length + 1))]);
    }

    private GeneratedRequest Request()
    {
        var draft = Valid();
        var kind = _random.NextDouble();
        if (kind >= 0.5 && draft.Method == "HEAD")
            draft.Method = "GET"; // the response to a rejected HEAD cannot name its reason
        switch (kind)
        {
            case < 0.5:
                return new GeneratedRequest(draft.ToString(), "");
            case < 0.92:
                var twist = Pick(Twists.All);
                twist.Apply(draft, _random);
                return new GeneratedRequest(draft.ToString(), twist.Name);
            default:
                return new GeneratedRequest(Scrambled(draft.ToString()), "scrambled");
        }
    }

    private Draft Valid()
    {
        var draft = new Draft { Method = Pick(s_methods), Target = Pick(s_targets), Version = Chance(0.1) ? "HTTP/1.0" : "HTTP/1.1" };
        var old = draft.Version == "HTTP/1.0";
        var host = Pick(s_hosts);
        if (draft.Method == "OPTIONS" && Chance(0.5))
            draft.Target = "*";
        else if (Chance(0.1) && draft.Target[0] == '/')
            draft.Target = $"{Pick("http", "HTTP")}://{(Chance(0.8) ? host : "other")}{(Chance(0.8) ? draft.Target : "")}";
        if (!old || Chance(0.5))
            draft.Field(Pick("Host", "host", "HOST"), host);
        AddFields(draft);
        AddBody(draft, old);
        if (old && Chance(0.5))
            draft.Field("Connection", Pick("keep-alive", "Keep-Alive"));
        else if (Chance(0.03))
            draft.Field("Connection", Pick("close", "Close", "x, close"));
        return draft;
    }

    private void AddFields(Draft draft)
    {
        foreach (var line in Enumerable.Range(0, _random.Next(0, 5)).Select(_ => Pick(s_fields)).Distinct())
            draft.Fields.Insert(_random.Next(0, draft.Fields.Count + 1), line + "\r\n");
    }

    private void AddBody(Draft draft, bool old)
    {
        // Each server discards a different amount of unread body, so only bodies that the handler reads are chunked.
        var isRead = draft.Method is "GET" or "HEAD" or "POST";
        var kind = _random.NextDouble();
        if (kind < (draft.Method == "POST" ? 0.1 : 0.7))
            return;
        var body = Content();
        if (!old && isRead && kind > 0.55)
            Chunk(draft, body);
        else
        {
            draft.Body = body;
            draft.Field(Pick("Content-Length", "content-length"), body.Length.ToString(CultureInfo.InvariantCulture));
        }

        if (isRead && Chance(0.1))
            draft.Field("Expect", Pick("100-continue", "100-Continue"));
    }

    private void Chunk(Draft draft, string body)
    {
        draft.Field("Transfer-Encoding", Pick("chunked", "Chunked", "chunked ,", "\tchunked"));
        draft.Chunks = [];
        while (body.Length > 0)
        {
            var size = _random.Next(1, body.Length + 1);
            draft.Chunks.Add(Extended(new Draft.Chunk(body[..size]) { Size = Hexadecimal(size) }));
            body = body[size..];
        }

        draft.Chunks.Add(Extended(new Draft.Chunk("") { Size = Pick("0", "000") }));
        if (Chance(0.2))
            draft.Trailers = string.Concat(Enumerable.Range(0, _random.Next(1, 3)).Select(_ => Pick(s_trailers) + "\r\n")) + "\r\n";
    }

    private Draft.Chunk Extended(Draft.Chunk chunk) => Chance(0.1) ? chunk with { Extensions = Pick(s_extensions) } : chunk;

    private string Hexadecimal(int size) => Pick("", "", "0", "0000") + size.ToString(Pick("x", "X"), CultureInfo.InvariantCulture);

    // Often looks like a request or a chunk to a parser that has lost its position.
    private string Content() => _random.Next(4) switch
    {
        0 => "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        1 => "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
        2 => new string('z', _random.Next(0, 3000)),
        _ => Encoding.Latin1.GetString(RandomBytes(_random.Next(0, 60))),
    };

    private string Scrambled(string text)
    {
        for (var count = _random.Next(1, 3); count > 0 && text.Length > 0; count--)
        {
            var at = _random.Next(0, text.Length);
            var c = Chance(0.7)
                ? Pick("\r", "\n", "\r\n", "\0", " ", "\t", ":", ",", ";", "\"", "%", "#", "\u007F", "\u00FF", "0", "-")
                : $"{(char)_random.Next(256)}";
            text = _random.Next(3) switch
            {
                0 => text[..at] + c + text[at..],
                1 => text[..at] + c + text[(at + 1)..],
                _ => text[..at] + text[(at + 1)..],
            };
        }

        return text;
    }

    private void Cut(List<GeneratedRequest> requests)
    {
        requests.RemoveAt(requests.Count - 1);
        var last = Chance(0.2) ? new GeneratedRequest("POST /%ff HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n" + new string('z', 50), "") : requests[^1];
        requests[^1] = new GeneratedRequest(last.Text[.._random.Next(1, Math.Max(2, last.Text.Length))], "cut");
    }

    private byte[] RandomBytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
