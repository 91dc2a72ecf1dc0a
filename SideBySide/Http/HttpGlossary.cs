using System.Collections.Frozen;
using HandRolledHttp.WebSocket;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>The methods, fields and status codes of HTTP, each explained in one sentence. Other words are explained by their
/// rule.</summary>
internal static class HttpGlossary
{
    private static readonly FrozenDictionary<string, LocalizedText> s_methods = new Dictionary<string, LocalizedText>
    {
        ["GET"] = new("GET: send me the target. It changes nothing on the server.", "GET：请把目标的内容发给我。不改变服务器上的任何东西。"),
        ["HEAD"] = new("HEAD: like GET, but the response has no body.", "HEAD：与 GET 相同，但响应没有正文。"),
        ["POST"] = new("POST: let the target process this body.", "POST：让目标处理正文。"),
        ["PUT"] = new("PUT: replace the target with this body.", "PUT：用正文替换目标的内容。"),
        ["DELETE"] = new("DELETE: remove the target.", "DELETE：删除目标的内容。"),
        ["CONNECT"] = new("CONNECT: open a tunnel to the target; for proxies.", "CONNECT：打开通往目标的隧道；用于代理。"),
        ["OPTIONS"] = new("OPTIONS: which methods does the target support?", "OPTIONS：目标支持哪些方法？"),
        ["TRACE"] = new("TRACE: send back the request as you received it; shows what proxies change.", "TRACE：把收到的请求原样发回；用来查看代理改动了什么。"),
        ["PATCH"] = new("PATCH: change a part of the target.", "PATCH：修改目标内容的一部分。"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, LocalizedText> s_fields = new Dictionary<string, LocalizedText>
    {
        ["Host"] = new("The host name and port that the client wants; one address can serve many names.", "客户端要访问的主机名和端口；一个地址可以承载许多网站。"),
        ["Content-Length"] = new("The number of bytes in the body.", "正文的字节数。"),
        ["Transfer-Encoding"] = new(
            "How the body is coded for the transfer; chunked marks its end without a length.",
            "正文的传输编码；chunked（分块传输编码）不用事先知道长度也能标出结尾。"),
        ["Connection"] = new("Options for this connection only: close ends it after this message.", "只关乎这条连接：close 表示本消息之后结束。"),
        ["Content-Type"] = new("The kind of data in the body.", "正文的数据类型。"),
        ["Content-Encoding"] = new("The compression of the content.", "内容的压缩方式。"),
        ["Content-Language"] = new("The language of the intended readers.", "内容面向哪种语言的读者。"),
        ["Content-Range"] = new("The part of the whole that this content is.", "这是整体中的哪一部分。"),
        ["Content-Disposition"] = new("Whether to show the content or to save it, and under which name.", "内容是显示还是保存，以及用什么文件名。"),
        ["Accept"] = new("The kinds of data that the client can read.", "客户端能读哪些类型的数据。"),
        ["Accept-Encoding"] = new("The compressions that the client can decode.", "客户端能解压哪些格式。"),
        ["Accept-Language"] = new("The languages that the user prefers.", "用户偏好哪些语言。"),
        ["Accept-Ranges"] = new("Whether the client can request parts of the content.", "能否只请求内容的一部分。"),
        ["Allow"] = new("The methods that the target supports.", "目标支持哪些方法。"),
        ["Authorization"] = new("The credentials of the client.", "客户端的身份凭证。"),
        ["WWW-Authenticate"] = new("How the client can authenticate itself.", "客户端可以怎样证明身份。"),
        ["Cookie"] = new("The cookies that the server gave to the browser.", "服务器此前交给浏览器的 Cookie。"),
        ["Set-Cookie"] = new("A cookie that the browser keeps and sends with later requests.", "请浏览器保存、以后的请求都带上的 Cookie。"),
        ["Cache-Control"] = new("Which caches may store a copy, and for how long.", "哪些缓存可以保存副本，保存多久。"),
        ["Age"] = new("The age of this copy in a cache, in seconds.", "缓存持有这份副本多少秒了。"),
        ["Date"] = new("When the message was created.", "消息是何时产生的。"),
        ["Expires"] = new("The time after which a copy is out of date.", "副本何时过期。"),
        ["ETag"] = new("An identifier of this version of the content.", "这一版内容的标识。"),
        ["Last-Modified"] = new("When the content was last changed.", "内容最后一次改变的时间。"),
        ["If-None-Match"] = new("Only if the version differs from all of these.", "仅当版本与这些都不同。"),
        ["If-Match"] = new("Only if the version is one of these.", "仅当版本是其中之一。"),
        ["If-Modified-Since"] = new("Only if the content has changed since then.", "仅当内容此后有过改变。"),
        ["If-Unmodified-Since"] = new("Only if the content has not changed since then.", "仅当内容此后没有改变。"),
        ["If-Range"] = new("A part only if the version is still this one; otherwise all of it.", "版本未变才给一部分，否则给全部。"),
        ["Range"] = new("Only these bytes of the content.", "只要内容的这些字节。"),
        ["Expect"] = new("100-continue: the client waits for permission before it sends the body.", "100-continue：客户端等到许可后才发送正文。"),
        ["Location"] = new("Where to go instead, or where the new resource is.", "应改去哪里，或新建的资源在哪里。"),
        ["Origin"] = new("The site whose page sends the request.", "请求来自哪个网站的页面。"),
        ["Referer"] = new("The page that contains the link.", "链接所在的页面。"),
        ["Retry-After"] = new("When to try again.", "何时可以再试。"),
        ["Server"] = new("The program of the server.", "服务器是什么程序。"),
        ["User-Agent"] = new("The program of the client.", "客户端是什么程序。"),
        ["Upgrade"] = new("Another protocol that this connection can switch to.", "这条连接可以改用哪种协议。"),
        ["Sec-WebSocket-Key"] = new(
            "A random key for this handshake; the server proves with it that it speaks WebSocket.",
            "这次握手用的随机密钥；服务器据此证明自己懂 WebSocket。"),
        ["Sec-WebSocket-Accept"] = new(
            "The hash of the key and a fixed text: this server speaks WebSocket.",
            "由密钥和一段固定文字算出的散列值：证明服务器懂 WebSocket。"),
        ["Sec-WebSocket-Version"] = new("The version of WebSocket; there is only 13.", "WebSocket 的版本；实际只有 13。"),
        ["Sec-WebSocket-Protocol"] = new(
            "The protocol inside the messages; the client offers several, the server chooses one.",
            "消息里用的子协议；客户端列出几种，服务器选一种。"),
        ["Sec-WebSocket-Extensions"] = new(
            "Extensions that change the frames, compression for example; the server accepts some or none.",
            "会改变帧的扩展，例如压缩；服务器接受一部分，或全都不接受。"),
        ["Trailer"] = new("The fields that follow the body.", "正文之后还有哪些尾部字段。"),
        ["TE"] = new("The transfer codings that the client accepts, and whether it accepts trailers.", "客户端接受哪些传输编码，是否接受尾部字段。"),
        ["Vary"] = new("The request fields that the response depends on.", "响应取决于哪些请求字段。"),
        ["Via"] = new("The proxies that forwarded the message.", "消息经过了哪些代理。"),
        ["X-Forwarded-For"] = new("The client of a proxy; any client can send this field with any value.", "代理替哪个客户端请求；任何客户端都可以随意填写。"),
        ["Keep-Alive"] = new("How long an idle connection stays open.", "空闲连接保留多久。"),
        ["Strict-Transport-Security"] = new("From now on, use only https.", "今后只用 https 访问。"),
        ["Content-Security-Policy"] = new("The resources that the page may load and run.", "页面可以加载和运行什么。"),
        ["X-Content-Type-Options"] = new("nosniff: trust Content-Type, do not guess.", "nosniff：以 Content-Type 为准，不要猜。"),
        ["Access-Control-Allow-Origin"] = new("The other sites whose pages may read the response.", "哪些别的网站的页面可以读取响应。"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<int, LocalizedText> s_statuses = new Dictionary<int, LocalizedText>
    {
        [100] = new("Continue: send the body. The final response follows.", "请继续发送正文。最终响应在后面。"),
        [101] = new("From here on, the connection uses another protocol.", "从这里起改用另一种协议。"),
        [200] = new("Success; the content follows.", "成功；内容在后面。"),
        [201] = new("A new resource was created.", "已新建资源。"),
        [204] = new("Success, without content.", "成功，没有内容。"),
        [206] = new("The requested part follows.", "这是所请求的部分。"),
        [301] = new("The target has moved permanently.", "已永久移走。"),
        [302] = new("The target is temporarily elsewhere.", "暂时在别处。"),
        [303] = new("The result is at another address; use GET.", "请用 GET 到那里看结果。"),
        [304] = new("Your copy is still valid.", "你的副本仍然有效。"),
        [307] = new("The target is temporarily elsewhere; send the same request there.", "暂时在别处；请照原样到那里请求。"),
        [308] = new("The target has moved permanently; send the same request there.", "已永久移走；请照原样到那里请求。"),
        [400] = new("The request breaks a rule.", "请求违反了规则。"),
        [401] = new("Authenticate yourself first.", "请先证明身份。"),
        [403] = new("You may not do this.", "不允许。"),
        [404] = new("There is nothing at this address.", "这里没有这个东西。"),
        [405] = new("The target does not support this method.", "不支持这个方法。"),
        [408] = new("The request arrived too slowly.", "请求来得太慢。"),
        [411] = new("The length of the body is missing.", "缺少正文的长度。"),
        [412] = new("A condition of the request is false.", "条件不成立。"),
        [413] = new("The body is too large.", "正文太大。"),
        [414] = new("The target is too long.", "目标太长。"),
        [415] = new("This kind of content is not supported.", "不支持这种类型的正文。"),
        [416] = new("The content does not have these bytes.", "内容中没有这些字节。"),
        [417] = new("The expectation is not supported.", "无法满足期望。"),
        [421] = new("This request does not belong on this connection.", "这个请求不该发到这条连接上。"),
        [426] = new("Switch to another protocol first.", "请先改用别的协议。"),
        [429] = new("Too many requests; slow down.", "请求太多，请放慢。"),
        [431] = new("The header fields are too large.", "首部字段太大。"),
        [500] = new("The server failed.", "服务器出错了。"),
        [501] = new("The server does not support this.", "服务器没有实现这个功能。"),
        [502] = new("The response of the server behind this one was not valid.", "后面的服务器没有给出有效的响应。"),
        [503] = new("Temporarily not available; try again later.", "暂时不行，请稍后再试。"),
        [504] = new("The server behind this one did not respond in time.", "后面的服务器没有及时响应。"),
        [505] = new("The server does not support this version.", "服务器不支持这个版本。"),
    }.ToFrozenDictionary();

    /// <summary>The explanation of a method; null for an unregistered one.</summary>
    public static LocalizedText? Method(string name) => s_methods.TryGetValue(name, out var meaning) ? meaning
        : s_methods.ContainsKey(name.ToUpperInvariant()) ? new(
            $"Method names are case-sensitive: {name} is not {name.ToUpperInvariant()}.",
            $"方法名区分大小写：{name} 不是 {name.ToUpperInvariant()}。")
        : name is "M-SEARCH" or "NOTIFY" ? new(
            "A method of UPnP device discovery (SSDP), which sends lines like those of HTTP in UDP datagrams.",
            "UPnP 设备发现（SSDP）的方法；它把 HTTP 式的行放进 UDP 数据报发送。")
        : null;

    /// <summary>The explanation of a field; null for an unknown one.</summary>
    public static LocalizedText? Field(string name) => s_fields.TryGetValue(name, out var meaning) ? meaning : null;

    /// <summary>The explanation of a status code; for an unknown one, the explanation of its class (RFC 9110 §15).</summary>
    public static LocalizedText? Status(int status) => s_statuses.TryGetValue(status, out var meaning) ? meaning : (status / 100) switch
    {
        1 => new("Interim: the final response follows.", "临时响应：最终响应在后面。"),
        2 => new("Success.", "成功。"),
        3 => new("Another step is needed, usually a request to another address.", "还需要下一步，通常是请求另一个地址。"),
        4 => new("The client made a mistake.", "客户端有误。"),
        5 => new("The server failed.", "服务器出错了。"),
        _ => null,
    };
}

/// <summary>Opcodes and close codes of WebSocket, each in one sentence.</summary>
internal static class FrameGlossary
{
    /// <summary>What a frame is; null for a reserved opcode.</summary>
    public static LocalizedText? Of(Opcode opcode) => opcode switch
    {
        Opcode.Continuation => new("Continuation: the next fragment of the message that a frame before it has begun.", "延续帧：前面某一帧开始的消息的下一个分片。"),
        Opcode.Text => new("Text: a message in UTF-8, or its first fragment when FIN is 0.", "文本帧：一条 UTF-8 消息；FIN 为 0 时是它的第一个分片。"),
        Opcode.Binary => new("Binary: a message of bytes, or its first fragment when FIN is 0.", "二进制帧：一条由任意字节组成的消息；FIN 为 0 时是它的第一个分片。"),
        Opcode.Close => new("Close: the last frame in this direction; the other end returns one.", "关闭帧：这个方向的最后一帧；对方也会回一个关闭帧。"),
        Opcode.Ping => new("Ping: asks the other end for a pong with the same payload.", "ping 帧：请对方用相同的载荷回一个 pong。"),
        Opcode.Pong => new("Pong: the response to a ping, or a sign of life.", "pong 帧：对 ping 的响应，或主动报告自己还在。"),
        _ => null,
    };

    /// <summary>Why a WebSocket is closed; null for a code that has no registered meaning.</summary>
    public static LocalizedText? Of(CloseCode code) => code switch
    {
        CloseCode.Normal => new("1000: the purpose of the connection is fulfilled.", "1000：正常关闭，事情已经办完。"),
        CloseCode.GoingAway => new("1001: the endpoint goes away: a server stops, or a browser leaves the page.", "1001：一端要离开：服务器停止，或浏览器离开页面。"),
        CloseCode.ProtocolError => new("1002: a rule of the protocol was broken.", "1002：违反了协议的规则。"),
        CloseCode.UnsupportedData => new("1003: this type of content is not accepted.", "1003：不接受这种类型的内容。"),
        CloseCode.InvalidContent => new("1007: the content does not fit its type: text that is not UTF-8.", "1007：内容与类型不符，例如文本不是 UTF-8。"),
        CloseCode.PolicyViolation => new("1008: a rule of the application was broken.", "1008：违反了应用的规则。"),
        CloseCode.MessageTooLarge => new("1009: the message is too large.", "1009：消息太大。"),
        CloseCode.InternalError => new("1011: the server has failed.", "1011：服务器内部出错。"),
        CloseCode.TryAgainLater => new("1013: not now; try again later.", "1013：暂时不行，请稍后再试。"),
        >= (CloseCode)3000 and < (CloseCode)4000 => new("3000 to 3999: a code of a library.", "3000–3999：由程序库约定的状态码。"),
        >= (CloseCode)4000 and < (CloseCode)5000 => new("4000 to 4999: a code of the application.", "4000–4999：由应用约定的状态码。"),
        _ => null,
    };
}
