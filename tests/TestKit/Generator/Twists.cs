namespace TestKit.Generator;

/// <summary>One change to an otherwise valid request.</summary>
public sealed record Twist(string Name, Action<Draft, Random> Apply);

/// <summary>Changes as attackers, bugs and typing errors make them; some of them are allowed.</summary>
public static class Twists
{
    public static Twist[] All { get; } =
    [
        // Before and in the request line
        new("preamble", (d, r) => d.Preamble = Pick(r, "\r\n", "\r\n\r\n\r\n", Repeat("\r\n", 20), "\n", "\r", " ", "\u0016\u0003\u0001", "\0")),
        new("space", (d, r) => d.AfterMethod = Pick(r, "  ", "\t", "", " \t")),
        new("space", (d, r) => d.BeforeVersion = Pick(r, "  ", "\t", "", "\u000B")),
        new("space", (d, r) => (d.Target, d.BeforeVersion) = ("/a", "")),
        new("version", (d, r) => d.Version = Pick(r,
            "HTTP/1.2", "HTTP/1.9", "HTTP/2.0", "HTTP/0.9", "HTTP/1.10", "HTTP/1", "http/1.1",
            "HTTP/1.1 ", "HTTP/01.1", "HTTP /1.1", "HTTP/1,1", "", "ICY/1.1")),
        new("method", (d, r) => d.Method = Pick(r, "", "G(T", "GE\u00C9", "CONNECT", "PRI", "\"GET\"", "GET:", "M-SEARCH", Repeat("A", 9000), "{GET}")),
        new("target", (d, r) => d.Target = Pick(r,
            "a/b", "/a#b", "/#", "/a b", "/\u00E9", "/\u0001", "/a\u007F", "/a\tb", "/<a>", "/\"", "*", "/" + Repeat("a", 9000), "?a", "")),
        new("escape", (d, r) => d.Target = Pick(r,
            "/%", "/%4", "/%zz", "/%00", "/%ff", "/%c0%af", "/%2f", "/a%2Fb", "/%5c", "/%2e%2e%2f",
            "/?q=%zz", "/?q=%00", "/?q=%ff", "/%u0041", "/%ed%a0%80", "/%0d%0a")),
        new("absolute", (d, r) => d.Target = Pick(r,
            "http://", "http:///a", "https://x/", "ftp://x/", "http:/x", "http:x", "http://u@h/", "http://x:99999/",
            "http://x:y/", "http://[::1/", "http://x?q", "http://x/#f", "://x/", "http://*/", "x:80")),
        new("line end", (d, r) => d.RequestLineEnd = Pick(r, "\n", "\r", "\r\r\n", " \r\n", "\r\n\r", "\n\r")),

        // Fields
        new("line end", (d, r) => Insert(d, r, Pick(r, "X: a\n", "X: a\r", "X: a\r\r\n", "X: a\rb\r\n", "X: a\nY: b\r\n"))),
        new("line end", (d, r) => d.HeadEnd = Pick(r, "\n", "\r", "\r\r\n", "\n\r\n")),
        new("field name", (d, r) => Insert(d, r, Pick(r,
            "X : a\r\n", "X\t: a\r\n", ": a\r\n", "X Y: a\r\n", "X\r\n", "X(: a\r\n", "\u00E9: a\r\n",
            "X\0: a\r\n", "X\u000B: a\r\n", "\"X\": a\r\n", "X\u007F: a\r\n", "[X]: a\r\n", "X@: a\r\n"))),
        new("field value", (d, r) => Insert(d, r, Pick(r,
            "X: a\0b\r\n", "X: a\u0001b\r\n", "X: a\u007Fb\r\n", "X: \u000Bb\r\n", "X: \u00E9\r\n",
            "X: \u00FF\u00FE\r\n", "X: \u00C0\u00AF\r\n", "X: \u00E4\u00BD\r\n", "X: \0\r\n"))),
        new("folding", (d, r) => Insert(d, r, Pick(r, "X: a\r\n b\r\n", "X: a\r\n\tb\r\n", "X:\r\n b\r\n", " X: a\r\n", " \r\n"))),
        new("many", (d, r) => Insert(d, r, Pick(r,
            string.Concat(Enumerable.Range(0, 101).Select(i => $"X-{i}: a\r\n")),
            "X: " + Repeat("a", 33_000) + "\r\n", "X: " + Repeat("a", 20_000) + "\r\n"))),
        new("repeated", (d, r) => Insert(d, r, Pick(r,
            "Content-Type: a/b\r\nContent-Type: a/c\r\n", "User-Agent: a\r\nUser-Agent: b\r\n",
            "Range: bytes=0-1\r\nRange: bytes=2-3\r\n", "Referer: a\r\nReferer: b\r\n",
            "Cookie: a=b\r\nCookie: c=d\r\n"))),
        new("look-alike", (d, r) => Insert(d, r, Pick(r, "Content_Length: 5\r\n", "Transfer_Encoding: chunked\r\n", "content_length: 0\r\n"))),
        new("expectation", (d, r) =>
        {
            Read(d); // a client that waits for 100 may send its body or not, so without a read the connection ends
            Insert(d, r, Pick(r,
                "Expect: a-pony\r\n", "Expect:\r\n", "Expect: 100-continue, x\r\n",
                "Expect: 100-continue;q=1\r\n", "Expect: 100-continue\r\nExpect: 100-continue\r\n"));
        }),
        new("connection", (d, r) => Insert(d, r, Pick(r,
            "Connection: close, keep-alive\r\n", "Connection: keep-alive\r\nConnection: close\r\n",
            "Connection: closed\r\n", "Connection:\r\n", "Connection: \"close\"\r\n", "Connection: close;\r\n",
            "Connection:close\t\r\n", "Connection: , upgrade ,\r\n",
            "Keep-Alive: timeout=5\r\n", "Proxy-Connection: close\r\n"))),
        new("host", (d, r) =>
        {
            d.Without("Host");
            Insert(d, r, Pick(r,
                "", "Host:\r\n", "Host: x\r\nHost: x\r\n", "Host: x\r\nhost: y\r\n", "Host: a b\r\n", "Host: a/b\r\n",
                "Host: a@b\r\n", "Host: [::1\r\n", "Host: ::1\r\n", "Host: x:99999\r\n", "Host: x:port\r\n",
                "Host: \u00E9\r\n", "Host: a,b\r\n", "Host: :80\r\n", "Host: http://x\r\n", "Host: x:80:80\r\n",
                "Host: %61.b\r\n", "Host: %zz\r\n", "Host: a_b\r\n", "Host: [v1.a]\r\n", "Host: [::1]x\r\n", "Host: x:\r\n",
                "Host: [::1]:\r\n", "Host: x?\r\n", "Host: (a)\r\n", "Host: x!\r\n", "Host: [1.2.3.4]\r\n"));
        }),

        // Framing
        new("length", (d, r) => Length(d, r, Pick(r,
            "+5", "-0", "-5", "0x5", "5, 5", "5,", "5 5", "", "5.0", "5;", "\u00B9", "9223372036854775807",
            "9223372036854775808", "99999999999999999999", "005", "\t5\t", "5e0", "1_0", "\u000B5"))),
        new("lengths", (d, r) =>
        {
            Length(d, r, "5");
            Insert(d, r, Pick(r, "Content-Length: 5\r\n", "Content-Length: 6\r\n", "content-length: 0\r\n"));
        }),
        new("coding", (d, r) => Coding(d, r, Pick(r,
            "gzip", "gzip, chunked", "chunked, chunked", "chunked, gzip", "identity", "xchunked", "chunkedx", "chunked;q=1", "",
            "\"chunked\"", "\u000Bchunked", "chunked\0", "identity, chunked", "chunked, identity", ",", "CHUNKED", "chunke"))),
        new("codings", (d, r) =>
        {
            Coding(d, r, "chunked");
            Insert(d, r, Pick(r, "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip\r\n", "Transfer-Encoding:\r\n", "Transfer-Encoding : x\r\n"));
        }),
        new("both", (d, r) =>
        {
            Coding(d, r, Pick(r, "chunked", "gzip", "identity"));
            Insert(d, r, Pick(r, "Content-Length: 5\r\n", "Content-Length: 0\r\n", "Content-Length: x\r\n"));
        }),
        new("old coding", (d, r) =>
        {
            Coding(d, r, "chunked");
            d.Version = "HTTP/1.0";
        }),

        // Chunks
        new("chunk size", (d, r) => Chunked(d, r, c => c with { Size = Pick(r,
            "", "g", "0x5", "-5", "+5", " 5", "5_0", "5,", "10000000000000000", "FFFFFFFFFFFFFFFF",
            "7FFFFFFFFFFFFFFF", "80000000", "100000005", "0000000000000000005", "\u000B5", "6", "4", "5.") })),
        new("chunk size end", (d, r) => Chunked(d, r, c => c with { HeaderEnd = Pick(r,
            "\n", "\r", "\r\r\n", " \r\n", "\t\r\n", "\u000B\r\n", "\0\r\n", "\n\r\n") })),
        new("chunk end", (d, r) => Chunked(d, r, c => c with { End = Pick(r, "", "\n", "\r", "x\r\n", "\r\n\r\n", "\r\r\n", "  ", "\n\n") })),
        new("extension", (d, r) => Chunked(d, r, c => c with { Extensions = Pick(r,
            ";", ";=b", ";a=", ";a=\"b", ";a=\"b\"c", ";a\u0001", ";a=\"\u0001\"", ";a=\"\\\"", ";a\0", ";a\rb", ";a=\"\r\n\"", "a", " a", ";;a",
            ";a b", ";a=\"\n\"", ";\u00E9", ";a=\"\u00E9\"", ";" + Repeat("a", 5000), ";a\n0\r\n\r\nGET /x HTTP/1.1\r\nHost: x\r\n\r\n") })),
        new("trailers", (d, r) =>
        {
            Coding(d, r, "chunked");
            d.Trailers = Pick(r,
                "X\r\n\r\n", "X : a\r\n\r\n", "X: a\r\n b\r\n\r\n", "X: a\n\r\n", "\n", "\r", "X: a\0\r\n\r\n",
                ": a\r\n\r\n", " X: a\r\n\r\n", "X: a\r\n\n", "Content-Length: 5\r\n\r\n", "Host: y\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n", "Cookie: a=b\r\nX-Kept: 1\r\n\r\n", "", "x",
                "X: " + Repeat("a", 33_000) + "\r\n\r\n", "Authorization: x\r\n\r\n");
        }),
    ];

    private static void Insert(Draft d, Random r, string lines) => d.Fields.Insert(r.Next(d.Fields.Count + 1), lines);

    private static void Length(Draft d, Random r, string value)
    {
        Unframe(d);
        d.Body = "12345";
        Insert(d, r, $"Content-Length: {value}\r\n");
    }

    private static void Coding(Draft d, Random r, string value)
    {
        Unframe(d);
        d.Chunks = [new Draft.Chunk("12345"), new Draft.Chunk("")];
        Insert(d, r, $"Transfer-Encoding: {value}\r\n");
    }

    private static void Chunked(Draft d, Random r, Func<Draft.Chunk, Draft.Chunk> spoil)
    {
        Coding(d, r, "chunked");
        d.Version = "HTTP/1.1";
        var at = r.Next(2);
        d.Chunks![at] = spoil(d.Chunks[at]);
    }

    // Each server discards a different amount of unread body, so only bodies that are read are compared.
    private static void Read(Draft d)
    {
        d.Method = d.Method == "GET" ? "GET" : "POST";
        if (d.Target == "*")
            d.Target = "/";
    }

    private static void Unframe(Draft d)
    {
        Read(d);
        d.Without("Content-Length");
        d.Without("Transfer-Encoding");
    }

    private static string Pick(Random r, params string[] from) => from[r.Next(from.Length)];

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
