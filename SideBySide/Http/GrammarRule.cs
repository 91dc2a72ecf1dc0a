using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>A rule of HTTP's grammar, as shown to the user.</summary>
/// <param name="Name">Its name in the RFC, for example <c>field-name</c>.</param>
/// <param name="Section">The section with the rule.</param>
/// <param name="Abnf">The rule itself; empty for none.</param>
/// <param name="Enforcer">The code of this repository that enforces it; null for none.</param>
/// <param name="Explanation">Its purpose.</param>
public sealed record GrammarRule(string Name, string Section, string Abnf, RuleSource? Enforcer, LocalizedText Explanation)
{
    private const string Http1 = "HandRolledHttp/Http1/";

    /// <summary>The file and line that enforce it; empty for none.</summary>
    public string Source => Enforcer?.Place ?? "";

    /// <summary>An empty line before the request line.</summary>
    public static GrammarRule LeadingEmptyLine { get; } = new("CRLF", "RFC 9112 §2.2", "CRLF = CR LF",
        new(Http1 + "RequestHeadParser.cs", "if (++_emptyLines > _limits.EmptyLines)"), new(
        "An empty line before the request is ignored, because old clients sent one after a body.",
        "请求之前的空行：予以忽略，因为早期客户端会在正文之后多发一个。"));

    /// <summary>The method.</summary>
    public static GrammarRule Method { get; } = new("method", "RFC 9112 §3.1", "method = token",
        new(Http1 + "RequestLine.cs", "IndexOfAnyExcept(Grammar.TChar)"), new(
        "The action for the target.", "要对目标做什么。"));

    /// <summary>The single space of a first line.</summary>
    public static GrammarRule Space { get; } = new("SP", "RFC 9112 §3", "request-line = method SP request-target SP HTTP-version",
        new(Http1 + "RequestLine.cs", "if (length > 0 && bytes[length] == Grammar.SP)"), new(
        "Exactly one space separates the parts.", "恰好一个空格，分隔前后两部分。"));

    /// <summary>The space between target and version.</summary>
    public static GrammarRule SpaceAfterTarget { get; } = Space with { Enforcer = new(Http1 + "RequestLine.cs", "return bytes[length] == Grammar.SP") };

    /// <summary>A target that is not split into parts.</summary>
    public static GrammarRule RequestTarget { get; } = new("request-target", "RFC 9112 §3.2",
        "request-target = origin-form / absolute-form / authority-form / asterisk-form",
        new(Http1 + "RequestLine.cs", "IndexOfAnyExcept(Grammar.TargetChar)"), new(
        "The resource that the request is for.", "请求所指的资源。"));

    /// <summary>The scheme of an absolute target.</summary>
    public static GrammarRule Scheme { get; } = new("scheme", "RFC 9112 §3.2.2", "absolute-form = absolute-URI",
        new(Http1 + "RequestTarget.cs", "if (!https && !Ascii.EqualsIgnoreCase(scheme, \"http\"u8))"), new(
        "The target is a whole URI, as clients send it to a proxy; a server must accept it too.", "目标写成了完整的 URI，通常发给代理；服务器也必须接受。"));

    /// <summary>The characters between scheme and authority.</summary>
    public static GrammarRule SchemeEnd { get; } = new("\"://\"", "RFC 9112 §3.2.2", "absolute-form = absolute-URI",
        new(Http1 + "RequestTarget.cs", "bytes.IndexOf(\"://\"u8)"), new(
        "Ends the scheme; an authority follows.", "scheme 到此结束，后面是 authority。"));

    /// <summary>Host and port in an absolute target.</summary>
    public static GrammarRule Authority { get; } = new("authority", "RFC 9112 §3.2.2", "authority = uri-host [ \":\" port ]",
        new(Http1 + "RequestTarget.cs", "!HostField.IsValid(authority)"), new(
        "Host and port. In a whole URI, they take precedence over the Host field.", "主机与端口。写在完整 URI 里时，优先于 Host 字段。"));

    /// <summary>The target of CONNECT.</summary>
    public static GrammarRule AuthorityForm { get; } = new("authority-form", "RFC 9112 §3.2.3", "authority-form = uri-host \":\" port",
        new(Http1 + "RequestTarget.cs", "return hasPort && HostField.IsValid(bytes)"), new(
        "The destination of a tunnel: only with CONNECT.", "隧道通往何处：只用于 CONNECT。"));

    /// <summary>The target of OPTIONS for the whole server.</summary>
    public static GrammarRule AsteriskForm { get; } = new("asterisk-form", "RFC 9112 §3.2.4", "asterisk-form = \"*\"",
        new(Http1 + "RequestTarget.cs", "if (!method.SequenceEqual(\"OPTIONS\"u8))"), new(
        "The server as a whole: only with OPTIONS.", "指整个服务器：只用于 OPTIONS。"));

    /// <summary>The path.</summary>
    public static GrammarRule Path { get; } = new("absolute-path", "RFC 9112 §3.2.1", "absolute-path = 1*( \"/\" segment )",
        new(Http1 + "TargetPath.cs", "if (!Append(segment, isLast))"), new(
        "The path identifies the resource. It is percent-decoded exactly once.", "路径：指明哪个资源。百分号编码只解一次。"));

    /// <summary>The question mark.</summary>
    public static GrammarRule QueryMark { get; } = new("\"?\"", "RFC 9112 §3.2.1", "origin-form = absolute-path [ \"?\" query ]",
        new(Http1 + "RequestTarget.cs", "bytes.IndexOf((byte)'?')"), new(
        "Ends the path; a query follows.", "路径到此结束，后面是查询串。"));

    /// <summary>The query.</summary>
    public static GrammarRule Query { get; } = new("query", "RFC 9112 §3.2.1", "query = *( pchar / \"/\" / \"?\" )",
        new("HandRolledHttp/Web/FormPairs.cs", "_rest.IndexOf((byte)'&')"), new(
        "The query. HTTP does not define its structure; name=value pairs come from HTML forms.", "查询串。HTTP 不规定其内部结构；“名=值”来自 HTML 表单。"));

    /// <summary>The version of a request line.</summary>
    public static GrammarRule Version { get; } = new("HTTP-version", "RFC 9112 §2.3", "HTTP-version = \"HTTP\" \"/\" DIGIT \".\" DIGIT",
        new(Http1 + "RequestLine.cs", "var fits = i < form.Length"), new(
        "The version of the protocol; exactly eight bytes, in capitals.", "协议版本；恰好八个字节，必须大写。"));

    /// <summary>The end of a first line.</summary>
    public static GrammarRule LineEnd { get; } = new("CRLF", "RFC 9112 §2.1", "HTTP-message = start-line CRLF *( field-line CRLF ) CRLF [ message-body ]",
        new(Http1 + "RequestHeadParser.cs", "return endsInCr"), new(
        "Carriage return and line feed: the first line ends.", "回车加换行：首行到此结束。"));

    /// <summary>A field's name.</summary>
    public static GrammarRule FieldName { get; } = new("field-name", "RFC 9112 §5", "field-name = token",
        new(Http1 + "FieldLine.cs", "IndexOfAnyExcept(Grammar.TChar)"), new(
        "The name of a field; it is not case-sensitive.", "字段名；不区分大小写。"));

    /// <summary>The colon.</summary>
    public static GrammarRule Colon { get; } = new("\":\"", "RFC 9112 §5.1", "field-line = field-name \":\" OWS field-value OWS",
        new(Http1 + "FieldLine.cs", "if (line[colon] != ':')"), new(
        "Ends the name. Nothing is allowed between the two; otherwise some parsers would not see the field.", "字段名到此结束。两者之间不能有任何字符，否则有的解析器会看不到这个字段。"));

    /// <summary>White space around a value.</summary>
    public static GrammarRule Ows { get; } = new("OWS", "RFC 9110 §5.6.3", "OWS = *( SP / HTAB )",
        new(Http1 + "FieldLine.cs", "Grammar.TrimOws(message, "), new(
        "Optional white space: not part of the value.", "可有可无的空白：不属于字段值。"));

    /// <summary>A field's value.</summary>
    public static GrammarRule FieldValue { get; } = new("field-value", "RFC 9110 §5.5", "field-value = *field-content",
        new(Http1 + "FieldLine.cs", "IndexOfAny(Grammar.NotFieldValue)"), new(
        "The value of the field.", "字段的值。"));

    /// <summary>The end of a field line.</summary>
    public static GrammarRule FieldLineEnd { get; } = new("CRLF", "RFC 9112 §2.1", "*( field-line CRLF )",
        new(Http1 + "FieldSection.cs", "if (!isCrLf)"), new(
        "The field line ends.", "字段行到此结束。"));

    /// <summary>The empty line that ends a head or trailers.</summary>
    public static GrammarRule EmptyLine { get; } = new("CRLF", "RFC 9112 §2.1", "*( field-line CRLF ) CRLF",
        new(Http1 + "FieldSection.cs", "return ParseResult.Complete(next);"), new(
        "An empty line ends the fields. The body or the next message follows.", "空行：字段到此为止。后面是正文，或下一条消息。"));

    /// <summary>A body that is not chunked.</summary>
    public static GrammarRule Body { get; } = new("message-body", "RFC 9112 §6.3", "message-body = *OCTET",
        new(Http1 + "BodyFraming.cs", "head.ContentLength = total;"), new(
        "The body, with exactly as many bytes as Content-Length says.", "正文，长度恰为 Content-Length 的值。"));

    /// <summary>A response's body with a known length.</summary>
    public static GrammarRule ResponseBody { get; } = Body with
    {
        Enforcer = new("HandRolledHttp/Connection/ResponseWriter.cs", "_written > ContentLength"),
    };

    /// <summary>A response's body that ends with the connection.</summary>
    public static GrammarRule BodyUntilClose { get; } = new("message-body", "RFC 9112 §6.3", "message-body = *OCTET",
        new("HandRolledHttp/Connection/ResponseWriter.cs", ": Framing.UntilClose;"), new(
        "The body. No field has its length: it ends when the connection ends.", "正文。没有字段说明长度：连接结束，它才结束。"));

    /// <summary>The size of a chunk.</summary>
    public static GrammarRule ChunkSize { get; } = new("chunk-size", "RFC 9112 §7.1", "chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF",
        new(Http1 + "ChunkHeader.cs", "Grammar.HexValue(line[digits])"), new(
        "The number of data bytes that follow, in hexadecimal.", "后面有多少字节数据，用十六进制表示。"));

    /// <summary>The size 0.</summary>
    public static GrammarRule LastChunk { get; } = new("last-chunk", "RFC 9112 §7.1", "last-chunk = 1*(\"0\") [ chunk-ext ] CRLF",
        new(Http1 + "ChunkedDecoder.cs", "_stage = size > 0 ? Stage.Data : Stage.Trailers;"), new(
        "Size zero: there are no more chunks.", "大小为零：没有更多分块了。"));

    /// <summary>A chunk's extensions.</summary>
    public static GrammarRule ChunkExtension { get; } = new("chunk-ext", "RFC 9112 §7.1.1",
        "chunk-ext = *( BWS \";\" BWS chunk-ext-name [ BWS \"=\" BWS chunk-ext-val ] )",
        new(Http1 + "ChunkHeader.cs", "var result = ParseExtensions("), new(
        "A chunk extension. Almost no program uses them; they are checked, so that no request can hide in one.", "分块扩展。几乎没有程序使用；仍要逐字节检查，以免其中藏着另一个请求。"));

    /// <summary>The name of a trailer field.</summary>
    public static GrammarRule TrailerName { get; } = FieldName with
    {
        Section = "RFC 9112 §7.1.2",
        Abnf = "trailer-section = *( field-line CRLF )",
        Explanation = new(
            "A trailer field: it comes after the body and must not be merged into the fields of the head unless its definition allows that.",
            "尾部字段：位于正文之后；除非其定义允许，否则不得并入首部字段。"),
    };

    /// <summary>A chunk's data.</summary>
    public static GrammarRule ChunkData { get; } = new("chunk-data", "RFC 9112 §7.1", "chunk-data = 1*OCTET",
        new(Http1 + "ChunkedDecoder.cs", "used = (int)Math.Min(_left, bytes.Length);"), new(
        "A piece of the body.", "正文的一段。"));

    /// <summary>The line end after a chunk's size.</summary>
    public static GrammarRule ChunkLineEnd { get; } = new("CRLF", "RFC 9112 §7.1", "chunk = chunk-size [ chunk-ext ] CRLF chunk-data CRLF",
        new(Http1 + "ChunkedDecoder.cs", "if (!endsInCr)"), new(
        "Ends the size line or the data of a chunk, exactly where its size says.", "分块的首行或数据到此结束，位置必须与大小相符。"));

    /// <summary>The line end after a chunk's data.</summary>
    public static GrammarRule ChunkDataEnd { get; } = ChunkLineEnd with { Enforcer = new(Http1 + "ChunkedDecoder.cs", "if (bytes.Length > 0 && bytes[0] != Grammar.CR)") };

    /// <summary>The version of a status line.</summary>
    public static GrammarRule StatusVersion { get; } = new("HTTP-version", "RFC 9112 §2.3", "status-line = HTTP-version SP status-code SP [ reason-phrase ]",
        new(Http1 + "ResponseHeadWriter.cs", "HTTP/1.1 {status} {phrase}"), new(
        "The version that the server uses.", "服务器所用的版本。"));

    /// <summary>The status code.</summary>
    public static GrammarRule StatusCode { get; } = new("status-code", "RFC 9112 §4", "status-code = 3DIGIT",
        new(Http1 + "ResponseHeadWriter.cs", "output.Write(s_statusLines[status]"), new(
        "The result of the request.", "请求的结果。"));

    /// <summary>A space of the status line.</summary>
    public static GrammarRule StatusSpace { get; } = Space with { Section = "RFC 9112 §4", Abnf = StatusVersion.Abnf, Enforcer = StatusVersion.Enforcer };

    /// <summary>The reason phrase.</summary>
    public static GrammarRule ReasonPhrase { get; } = new("reason-phrase", "RFC 9112 §4", "reason-phrase = 1*( HTAB / SP / VCHAR / obs-text )",
        new(Http1 + "StatusPhrases.cs", "(int Status, string Phrase)[] All"), new(
        "The status in words, for people; a client should ignore it.", "用文字表述的状态，供人阅读；程序应当忽略它。"));

    /// <summary>The end of a status line.</summary>
    public static GrammarRule StatusLineEnd { get; } = LineEnd with { Enforcer = StatusVersion.Enforcer };

    /// <summary>An empty line before the status line.</summary>
    public static GrammarRule EmptyLineBeforeResponse { get; } = LeadingEmptyLine with
    {
        Enforcer = StatusVersion.Enforcer,
        Explanation = new(
            "An empty line before a response is not allowed. Often the response before it was longer than its stated length.",
            "响应之前不允许有空行。多半是前一个响应比它声明的长度更长。"),
    };

    /// <summary>The bytes at which a message was rejected.</summary>
    public static GrammarRule Offence { get; } = new("(refused)", "RFC 9112 §2.2", "",
        new(Http1 + "RejectionText.cs", "public static RejectionText For("), new(
        "This breaks a rule.", "这里违反了规则。"));

    /// <summary>Bytes that are not interpreted.</summary>
    public static GrammarRule NotInterpreted { get; } = new("(not interpreted)", "RFC 9112 §2.2", "",
        new("HandRolledHttp/Connection/HttpConnection.cs", "if (head.IsRejected)"), new(
        "Not interpreted: after a rejection, the start of the next message is unknown.", "不再解释：拒绝之后，无法知道下一条消息从哪里开始。"));

    /// <summary>Bytes after the last message of a connection.</summary>
    public static GrammarRule AfterClose { get; } = NotInterpreted with
    {
        Section = "RFC 9112 §9.6",
        Enforcer = new("HandRolledHttp/Connection/HttpConnection.cs", "if (!_response.IsPersistent)"),
        Explanation = new("Not interpreted: the connection ends after the previous message.", "不再解释：连接随上一条消息结束。"),
    };

    /// <summary>Bytes of another protocol.</summary>
    public static GrammarRule OtherProtocol { get; } = NotInterpreted with
    {
        Section = "RFC 9110 §7.8",
        Enforcer = null, // HandRolledHttp switches to WebSocket alone
        Explanation = new("Not interpreted: from here on, the connection uses another protocol.", "不再解释：从这里起使用另一种协议。"),
    };
}
