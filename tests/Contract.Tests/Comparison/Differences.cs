namespace Contract.Tests.Comparison;

/// <summary>One accepted difference between the responses of the two servers.</summary>
/// <param name="Exchange">The exchange's name.</param>
/// <param name="Aspect"><c>answer</c> (one server sends none), <c>status</c>, <c>body</c> or <c>field NAME</c>.</param>
/// <param name="Reason">The reason why the difference is right, or is the framework's decision.</param>
public sealed record Difference(string Exchange, string Aspect, string Reason);

/// <summary>
/// All accepted differences between the two HTTP servers. Any other difference fails; so does an entry whose difference no longer occurs.
/// </summary>
public static class Differences
{
    /// <summary>Fields that may always differ, with the reason.</summary>
    public static IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["Date"] = "The second may turn between two answers.",
        ["Connection"] = "When to keep a connection is each server's choice; that a close is honoured has tests of its own.",
        ["Content-Length"] =
            "How a body is delimited is each server's choice: the framework writes JSON in chunks while it serializes. The decoded bodies are compared.",
        ["Transfer-Encoding"] = "As Content-Length.",
    };

    /// <summary>The reason why error responses may always differ in body, type, and the Vary for their two languages.</summary>
    public const string ErrorBodies = "HTTP by hand explains which rule was broken and where, "
        + "because that is what it is for; the framework answers with an empty body.";

    /// <summary>Differences in single exchanges.</summary>
    public static IReadOnlyList<Difference> Known { get; } =
    [
        // The framework is lenient where that is dangerous; HandRolledHttp is strict and explains.
        new(
            "bare line feeds",
            "status",
            "RFC 9112 §2.2 allows to take LF for a line end; what two servers in a row end differently can be smuggled, so by hand it is refused."),
        new("a length with a plus sign", "status", "RFC 9112 §6.3: digits only. Kestrel takes +3 for 3."),
        new(
            "both framings",
            "status",
            "RFC 9112 §6.3 rule 3 leaves the choice: Kestrel obeys Transfer-Encoding, by hand it is refused as the attempt at smuggling that it mostly is."),
        new(
            "an unknown transfer coding",
            "status",
            "RFC 9112 §6.1: 501. Kestrel looks at the last coding only and passes gzipped bytes on as if they were the body."),
        new("an unknown expectation", "status", "RFC 9110 §10.1.1: 417 may be answered, or the expectation ignored."),
        new("an empty Host", "status", "RFC 9110 §4.2.1: an http URI with an empty host is invalid. Kestrel takes Host for opaque."),
        new("GET /hello?name=%FF", "body", "Bytes that are no UTF-8: U+FFFD by hand, left encoded by ASP.NET Core."),

        // Routing and binding define equality differently.
        new("GET /HELLO", "status", "Paths are case-sensitive (RFC 9110 §4.2.3); ASP.NET Core's routing is not."),
        new("GET /hello/", "status", "Another path; ASP.NET Core's routing ignores a slash at the end."),
        new("GET /hello?NAME=upper", "body", "ASP.NET Core compares the names of a query without case."),
        new("GET /hello?name=1&name=2", "body", "ASP.NET Core joins repeated values with a comma when one is asked for; by hand the first counts."),
        new("OPTIONS *", "field Allow", "RFC 9110 §9.3.7: of the server as a whole. To ASP.NET Core's routing * is the empty path, which is /."),

        // HandRolledHttp keeps the fields as sent; the framework sorts them into a collection.
        new("whoami, fields in an order of their own", "body", "Kestrel keeps well-known fields in slots and forgets the order in which they came."),
        new("whoami, names in lower case", "body", "Kestrel names well-known fields in its own spelling."),

        // Forms
        new("form, empty", "status", "Zero bytes are a form without fields; ASP.NET Core takes them for a missing parameter."),
        new("form, names that differ in case", "body", "ASP.NET Core compares the names of a form without case."),
        new(
            "form, odd pairs",
            "body",
            "An empty piece between two & is no pair (URL standard, urlencoded parsing); ASP.NET Core makes it one with an empty name."),

        new(
            "form, a boundary that does not begin its line",
            "status",
            "RFC 2046 §5.1.1 knows no such delimiter; ASP.NET Core takes the part for a preamble and drops it in silence."),
        new("form, a folded head", "status", "RFC 2046 §5.1: the head of a part may be folded, as in a mail; ASP.NET Core reads it with HTTP's grammar."),
        new(
            "form, an unknown charset",
            "status",
            "RFC 7578 §4.5: the part declares how its text is encoded; ASP.NET Core reads it as UTF-8, whatever it declares."),

        // Files
        new("GET /", "field Last-Modified", "Results.File tells the file's time by itself; by hand the page is a few bytes in memory."),
        new("GET / If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT", "field Last-Modified", "As above."),
        new(
            "GET /files/hello.txt If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT",
            "status",
            "RFC 9110 §13.1.3 compares the dates, so nothing has changed since 2100; ASP.NET Core ignores a date in the future, as RFC 2616 did."),
        new("GET /files/hello.txt If-None-Match: *", "field Last-Modified", "RFC 9110 §15.4.5: a 304 that has an ETag should leave other metadata out."),
        new("GET /files/hello.txt If-Match: \"x\"", "field ETag", "RFC 9110 asks for no validators in a 412; ASP.NET Core sends them."),
        new("GET /files/hello.txt If-Match: \"x\"", "field Last-Modified", "As above."),
        new("GET /files/hello.txt If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT", "field ETag", "As above."),
        new("GET /files/hello.txt If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT", "field Last-Modified", "As above."),
        .. new[] { "bytes=99-", "bytes=-0" }.SelectMany(range => new[] { "Accept-Ranges", "ETag", "Last-Modified" }.Select(field =>
            new Difference(
                $"GET /files/hello.txt Range: {range}",
                $"field {field}",
                "RFC 9110 §15.5.17 asks for Content-Range in a 416; ASP.NET Core adds the file's metadata."))),
        new(
            "GET /hello If-Match: \"x\"",
            "status",
            "RFC 9110 §13.1.1: what has no entity tag matches none, so 412. ASP.NET Core leaves conditions to each endpoint."),
        new("GET /hello If-None-Match: *", "status", "RFC 9110 §13.1.2: there is a current representation, so 304. As above."),
        new(
            "GET /files/hello.txt Range: bytes=0-0,2-2",
            "status",
            "RFC 9110 §14.2 allows to ignore a Range; ASP.NET Core does with several, by hand they come as multipart/byteranges."),
        new("GET /files/hello.txt Range: lines=1-2", "status", "RFC 9110 §14.2: an unknown unit must be ignored. ASP.NET Core takes lines for bytes."),

        // WebSockets
        new(
            "ws, a short key",
            "status",
            "RFC 6455 §4.2.1 asks for an error; by hand 400 says what is wrong, ASP.NET Core takes the request for one without an upgrade."),
        new(
            "ws, a protocol that is no token",
            "status",
            "RFC 6455 §4.2.1: a handshake that does not match stops. ASP.NET Core leaves protocols to the application."),
        new(
            "ws, a repeated protocol",
            "status",
            "RFC 6455 §4.1, item 10: each offered protocol is unique. ASP.NET Core checks no protocol: documented as a list for the "
            + "application (WebSocketRequestedProtocols), without a word on repetition."),
        new("ws, a protocol repeated in another line", "status", "As above."),
        new(
            "ws, an empty list of protocols",
            "status",
            "RFC 6455 §11.3.4: the list has at least one protocol. ASP.NET Core leaves protocols to the application."),
        new(
            "ws, an extension that is none",
            "status",
            "RFC 6455 §9.1: a malformed list MUST fail the connection. ASP.NET Core looks for permessage-deflate alone."),
        new("ws, two keys", "status", "RFC 6455 §11.3.1: at most one in a request. As a short key."),
        new(
            "ws, two versions",
            "status",
            "RFC 6455 §11.3.5: at most one in a request. ASP.NET Core reads the field as a list and looks for 13 "
            + "(WebSocketMiddleware.CheckWebSocketVersion); deliberate in code, not documented."),
        new("ws, a body", "status", "As a short key."),
        new("ws, a body in chunks", "status", "As a short key."),
        new("ws, HTTP/1.0", "status", "RFC 9110 §7.8: Upgrade MUST be ignored in HTTP/1.0, and RFC 6455 §4.2.1 asks for 1.1. Kestrel upgrades."),
        new("ws, an origin with a path", "status", "RFC 6454 §7.1 has no path; Uri has one."),

        // The connection
        new(
            "half-close behind a request that takes a moment",
            "answer",
            "A client may finish sending and still listen; Kestrel takes FIN for a client that has gone and answers nothing."),
    ];
}
