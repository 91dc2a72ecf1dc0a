namespace Contract.Tests.Comparison;

/// <summary>The requests to both servers: every route, then edge cases in which servers often differ.</summary>
public static class Exchanges
{
    private const string WebSocket = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    public static IReadOnlyList<Exchange> All { get; } =
    [
        // Routes
        Exchange.Get("/"),
        Exchange.Get("/hello"),
        Exchange.Get("/hello?name="),
        Exchange.Get("/hello?name=%E4%BD%A0%E5%A5%BD"),
        Exchange.Get("/hello?name=a+b%2Bc"),
        Exchange.Get("/hello?NAME=upper"),
        Exchange.Get("/hello?name=1&name=2"),
        Exchange.Get("/hello?name=%FF"),
        Exchange.Get("/hello?name=%zz"),
        Exchange.Get("/hello?name=100%"),
        Exchange.Post("/echo", "text/plain; charset=gbk", "你好"),
        new("POST /echo chunked", "POST /echo HTTP/1.1\r\nHost: contract.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"),
        new("POST /echo without a body", "POST /echo HTTP/1.1\r\nHost: contract.test\r\n\r\n"),
        Exchange.Get("/headers", "B: 2\r\nA: 1\r\nb: 3\r\nC: \"quoted\" <&> 你好"),
        Exchange.Get("/whoami", "", "whoami, one field"),
        Exchange.Get("/whoami?a=%20b&c", "", "whoami, a query"),
        Exchange.Get("/whoami", "X-Second: 2\r\nAccept: 1", "whoami, fields in an order of their own"),
        new("whoami, names in lower case", "GET /whoami HTTP/1.1\r\nhost: contract.test\r\n\r\n"),
        new("whoami, HTTP/1.0", "GET /whoami HTTP/1.0\r\nHost: contract.test\r\n\r\n"),
        new("whoami, absolute target", "GET http://contract.test/whoami HTTP/1.1\r\nHost: contract.test\r\n\r\n"),
        .. new[]
        {
            "200", "204", "205", "299", "206", "301", "304", "401", "404", "405", "407", "416", "426",
            "500", "599", "199", "600", "-1", "1e2", "+204", "%32%30%30", "99999999999"
        }.Select(code => Exchange.Get($"/status/{code}")),
        .. new[] { "1", "3", "1000", "0", "1001", "x" }.Select(n => Exchange.Get($"/stream/{n}")),
        .. new[] { "0", "0.05", "1e-2", "-0", "0,1", "NaN", "Infinity", "-1", "10.01", "" }.Select(seconds => Exchange.Get($"/delay/{seconds}")),
        Exchange.Post("/form", "application/x-www-form-urlencoded", "a=1&b=2&a=3&c&d=%E4%BD%A0+%26"),
        Exchange.Post("/form", "application/x-www-form-urlencoded; charset=utf-8", "a=你"),
        Exchange.Post("/form", "application/x-www-form-urlencoded", "", "form, empty"),
        Exchange.Post("/form", "application/x-www-form-urlencoded", "a=1&A=2", "form, names that differ in case"),
        Exchange.Post("/form", "application/x-www-form-urlencoded", "=1&&b=%zz", "form, odd pairs"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; "
                + "name=\"f\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\nabc\r\n--x--\r\n",
            "form, a field and a file"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\nContent-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n",
            "form, no file chosen"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"untyped\"\r\n\r\nabc\r\n--x--\r\n",
            "form, a file without a type"),
        Exchange.Post("/form", "multipart/form-data; boundary=x", "--x--\r\n", "form, no parts"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\\\"\r\n\r\na\r\n--x--\r\n",
            "form, a file name that is a backslash"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--y\r\n2\r\n--x--\r\n",
            "form, a line that looks like its end"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"f\"; filename*=UTF-8''a.txt\r\n\r\na\r\n--x--\r\n",
            "form, filename* alone"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "A--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n",
            "form, a boundary that does not begin its line"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n1\r\n--x--\r\n", "form, a folded head"),
        Exchange.Post(
            "/form", "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n1\r\n--x--\r\n",
            "form, an unknown charset"),
        Exchange.Post("/form", "multipart/form-data", "--x--\r\n", "form, no boundary"),
        Exchange.Post("/form", "application/json", "{}"),
        Exchange.Get("/visits"),
        Exchange.Get("/visits", "Cookie: visits=7"),
        Exchange.Get("/visits", "Cookie: visits=-7"),
        Exchange.Get("/visits", "Cookie: a=1; visits=65535; b"),
        Exchange.Get("/visits", "Cookie: a=1\r\nCookie: visits=3", "visits, two lines of cookies"),
        Exchange.Get("/healthz"),
        Exchange.Get("/ws/echo"),
        Exchange.Get("/ws/echo", WebSocket, "ws"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nOrigin: http://contract.test", "ws, its own origin"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nOrigin: http://evil.test", "ws, a foreign origin"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nOrigin: http://contract.test/path", "ws, an origin with a path"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nOrigin:", "ws, an empty origin"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Protocol: chat", "ws, a protocol"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Protocol: a b", "ws, a protocol that is no token"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Protocol: chat, superchat", "ws, two protocols"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Protocol: chat, chat", "ws, a repeated protocol"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat", "ws, a protocol repeated in another line"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Protocol:", "ws, an empty list of protocols"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Extensions: permessage-deflate", "ws, an extension"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Extensions: ;", "ws, an extension that is none"),
        Exchange.Get("/ws/echo", WebSocket.Replace("13", "12", StringComparison.Ordinal), "ws, another version"),
        Exchange.Get("/ws/echo", WebSocket.Replace("ZQ==", "", StringComparison.Ordinal), "ws, a short key"),
        Exchange.Get(
            "/ws/echo",
            WebSocket.Replace("websocket", "WebSocket", StringComparison.Ordinal).Replace("Upgrade\r", "close, upgrade\r", StringComparison.Ordinal),
            "ws, other spellings"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nContent-Length: 1", "ws, a body"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nTransfer-Encoding: chunked", "ws, a body in chunks"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "ws, two keys"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nSec-WebSocket-Version: 13", "ws, two versions"),
        Exchange.Get("/ws/echo", WebSocket + "\r\nOrigin: http://contract.test\r\nOrigin: http://contract.test", "ws, two origins"),
        new("ws, HEAD", $"HEAD /ws/echo HTTP/1.1\r\nHost: contract.test\r\n{WebSocket}\r\n\r\n"),
        new("ws, HTTP/1.0", $"GET /ws/echo HTTP/1.0\r\nHost: contract.test\r\n{WebSocket}\r\n\r\n"),

        // Files
        .. new[]
        {
            "hello.txt", "%E4%BD%A0%E5%A5%BD.txt", "socket.svg", "dot.png", "style.css", "data.json", "absent", "", "../index.html",
            "..%2findex.html", "hello.txt/", "HELLO.txt", "hello%00.txt", "caf%E9.txt", "./hello.txt", "x/../hello.txt"
        }.Select(path => Exchange.Get($"/files/{path}")),
        .. new[]
        {
            "bytes=0-4", "bytes=5-", "bytes=-5", "bytes=0-0,2-2", "bytes=99-", "bytes=-0", "bytes=5-2", "lines=1-2", "bytes=",
        }.Select(range => Exchange.Get("/files/hello.txt", $"Range: {range}")),
        Exchange.Get("/files/hello.txt", "If-None-Match: *"),
        Exchange.Get("/files/hello.txt", "If-None-Match: \"x\""),
        Exchange.Get("/files/hello.txt", "If-Match: \"x\""),
        Exchange.Get("/files/hello.txt", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"),
        Exchange.Get("/files/hello.txt", "If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT"),
        Exchange.Get("/files/hello.txt", "Range: bytes=0-4\r\nIf-Range: \"x\""),
        Exchange.Get("/hello", "If-Match: *"),
        Exchange.Get("/hello", "If-Match: \"x\""),
        Exchange.Get("/hello", "If-None-Match: *"),
        Exchange.Get("/hello", "If-None-Match: \"x\""),
        Exchange.Get("/", "If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT"),

        // Paths and methods
        .. new[]
        {
            "/nowhere", "/HELLO", "/hello/", "//hello", "/hello%2f", "/%68ello", "/hello;v=1", "/status", "/a/../hello", "/%2e%2e/hello"
        }.Select(path => Exchange.Get(path)),
        .. new[] { "HEAD", "OPTIONS", "POST", "PUT", "BREW", "TRACE", "get" }.Select(method =>
            new Exchange($"{method} /hello", $"{method} /hello HTTP/1.1\r\nHost: contract.test\r\nContent-Length: 0\r\n\r\n")),
        new("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: contract.test\r\n\r\n"),
        new("CONNECT", "CONNECT contract.test:80 HTTP/1.1\r\nHost: contract.test:80\r\n\r\n"),

        // Messages
        new("an empty line first", "\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n"),
        new("bare line feeds", "GET /hello HTTP/1.1\nHost: a\n\n"),
        new("a folded field", "GET /headers HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n"),
        new("space before the colon", "GET /hello HTTP/1.1\r\nHost : a\r\n\r\n"),
        new("no Host", "GET /hello HTTP/1.1\r\n\r\n"),
        new("two Hosts", "GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
        new("an empty Host", "GET /hello HTTP/1.1\r\nHost:\r\n\r\n"),
        new("a bad Host", "GET /hello HTTP/1.1\r\nHost: a b\r\n\r\n"),
        new("no version", "GET /hello\r\n\r\n"),
        new("HTTP/2.0 in text", "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n"),
        new("two spaces", "GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n"),
        new("NUL in a field", "GET /headers HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"),
        new("101 fields", $"GET /hello HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(1, 100).Select(i => $"X-{i}: 1\r\n"))}\r\n"),
        new("a length with a plus sign", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc"),
        new("a negative length", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\nabc"),
        new("two equal lengths", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc"),
        new("a list of equal lengths", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc"),
        new("two unequal lengths", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"),
        new("both framings", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
        new("an unknown transfer coding", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
        new("a chunk size that is none", "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"),
        new("an unknown expectation", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nExpect: a-pony\r\n\r\na"),
        new("a form too large", "POST /form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 30000001\r\n\r\n"),
        new("half-close behind a request that takes a moment", "GET /delay/0.2 HTTP/1.1\r\nHost: a\r\n\r\n", HalfClose: true),
    ];
}
