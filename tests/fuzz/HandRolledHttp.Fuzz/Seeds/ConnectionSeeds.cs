using System.Text;

namespace HandRolledHttp.Fuzz.Seeds;

/// <summary>Whole connections: every route, every kind of body, pipelined requests.</summary>
internal static class ConnectionSeeds
{
    private const string Multipart =
        "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n" +
        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b--\r\n";

    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            Get("/") + Get("/hello?name=A%20+B") + Get("/nowhere"), // pipelined
            Post("/echo", "hello") + Get("/whoami"),
            Post("/echo", "hello", "Content-Type: text/plain\r\nExpect: 100-continue\r\n") + Get("/headers"),
            Chunked("/echo", "5\r\nhello\r\n6;a=\"b\"\r\n world\r\n0\r\nTrailer: t\r\n\r\n") + Get("/"),
            Chunked("/ignore", "3\r\nabc\r\n0\r\n\r\n") + Get("/large"),
            Chunked("/both", "3\r\nabc\r\nx\r\n"), // wrong after the response has begun
            Chunked("/trailers", "1\r\na\r\n0\r\nDigest: 9\r\nHost: y\r\nB:\r\n\r\n") + Get("/"),
            Chunked("/first", "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n"),
            Post("/late", "some content") + Get("/status/404") + Get("/status/204") + Get("/stream/3"),
            "PUT /ten HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n0123456789" + Get("/delay/1.5"),
            "PUT /ten HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n0123456789A",
            Post("/form", "a=1&b=%20+&a=2", "Content-Type: application/x-www-form-urlencoded\r\n") + Get("/"),
            Post("/form", Multipart, "Content-Type: multipart/form-data; boundary=b\r\n") + Get("/"),
            Get("/cookie", "Cookie: b=2; a=1\r\n") + Get("/visits", "Cookie: visits=7\r\n"),
            Get("/files/hello.txt") + "HEAD /files/hello.txt HTTP/1.1\r\nHost: x\r\n\r\n",
            Get("/files/hello.txt", "Range: bytes=0-1\r\n")
                + Get("/files/hello.txt", "Range: bytes=0-0, 2-3, -1\r\n")
                + Get("/files/data.json", "Range: bytes=9999-\r\n"),
            Get("/files/hello.txt", "If-None-Match: \"x\", W/\"y\", *\r\n")
                + Get("/files/style.css", "If-Match: \"x\"\r\n")
                + Get("/files/dot.png", "If-Range: \"x\"\r\nRange: bytes=1-\r\n"),
            Get("/files/style.css", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n") + Get("/files/%2e%2e/%e4%bd%a0%E5%A5%BD.txt") + Get("/files/a%2Fb"),
            Get("/files/style.css", "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT\r\n")
                + Get("/files/style.css", "If-Unmodified-Since: Sun Nov  6 08:49:37 1993\r\n"),
            "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\nOPTIONS /echo HTTP/1.1\r\nHost: x\r\n\r\nDELETE / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /large HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "GET http://x:80/hello HTTP/1.1\r\nHost: y\r\nConnection: close\r\n\r\n" + Get("/"),
            "CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n" + Get("/"),
            "\r\n\r\n" + Get("/healthz", "Accept-Language: zh-CN\r\n") + "GET / HTTP/1.1\r\nAccept-Language: zh\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        }.Select(Encoding.Latin1.GetBytes),
        [0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x00],
    ];

    private static string Get(string target, string fields = "") => $"GET {target} HTTP/1.1\r\nHost: x\r\n{fields}\r\n";

    private static string Post(string target, string content, string fields = "") =>
        $"POST {target} HTTP/1.1\r\nHost: x\r\n{fields}Content-Length: {content.Length}\r\n\r\n{content}";

    private static string Chunked(string target, string chunks) => $"POST {target} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}";
}
