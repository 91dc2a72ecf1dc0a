using System.Collections.Frozen;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>The words of HTTP that have a meaning of their own, each in one sentence. A word that is not among them is told by its rule.</summary>
internal static class HttpGlossary
{
    private static readonly FrozenDictionary<string, LocalizedText> s_methods = new Dictionary<string, LocalizedText>
    {
        ["GET"] = new("GET: give me what the target stands for. Changes nothing.", "GET：把目标所代表的内容给我。不改变任何东西。"),
        ["HEAD"] = new("HEAD: as GET, but the answer has no body.", "HEAD：与 GET 相同，但应答没有消息体。"),
        ["POST"] = new("POST: let the target process the body.", "POST：让目标处理消息体。"),
        ["PUT"] = new("PUT: make the body what the target stands for.", "PUT：用消息体替换目标的内容。"),
        ["DELETE"] = new("DELETE: remove what the target stands for.", "DELETE：删除目标的内容。"),
        ["CONNECT"] = new("CONNECT: open a tunnel to the target; for proxies.", "CONNECT：打开通往目标的隧道；用于代理。"),
        ["OPTIONS"] = new("OPTIONS: what can be done with the target?", "OPTIONS：可以对目标做些什么？"),
        ["TRACE"] = new("TRACE: send back what you received; to see what proxies change.", "TRACE：把收到的原样发回；用来查看代理改动了什么。"),
        ["PATCH"] = new("PATCH: change a part of what the target stands for.", "PATCH：修改目标内容的一部分。"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, LocalizedText> s_fields = new Dictionary<string, LocalizedText>
    {
        ["Host"] = new("Which of its names the server is asked under; one address may serve many.", "以哪个名字访问服务器；一个地址可以承载许多网站。"),
        ["Content-Length"] = new("How many bytes the body has.", "消息体有多少字节。"),
        ["Transfer-Encoding"] = new("How the body is packed for the way; chunked tells its end without a length.", "消息体在途中的包装方式；chunked 不用长度也能说明在哪里结束。"),
        ["Connection"] = new("About this connection only: close ends it after this message.", "只关乎这条连接：close 表示本消息之后结束。"),
        ["Content-Type"] = new("What kind of data the body is.", "消息体是什么类型的数据。"),
        ["Content-Encoding"] = new("How the content is compressed.", "内容的压缩方式。"),
        ["Content-Language"] = new("For readers of which language the content is.", "内容面向哪种语言的读者。"),
        ["Content-Range"] = new("Which part of the whole this is.", "这是整体中的哪一部分。"),
        ["Content-Disposition"] = new("Whether to show the content or to save it, and under which name.", "内容是显示还是保存，以及用什么文件名。"),
        ["Accept"] = new("Which kinds of data the client can read.", "客户端能读哪些类型的数据。"),
        ["Accept-Encoding"] = new("Which compressions the client can undo.", "客户端能解开哪些压缩。"),
        ["Accept-Language"] = new("Which languages the user reads, the best first.", "用户读哪些语言，最好的在前。"),
        ["Accept-Ranges"] = new("Whether parts of the content can be asked for.", "能否只请求内容的一部分。"),
        ["Allow"] = new("Which methods the target knows.", "目标支持哪些方法。"),
        ["Authorization"] = new("Who asks, and the proof of it.", "谁在请求，以及凭证。"),
        ["WWW-Authenticate"] = new("How the client can prove who it is.", "客户端可以怎样证明身份。"),
        ["Cookie"] = new("What the server gave the browser to bring along.", "服务器交给浏览器、请它每次带上的东西。"),
        ["Set-Cookie"] = new("What the browser shall keep and bring along next time.", "请浏览器保存、下次带上的东西。"),
        ["Cache-Control"] = new("Who may keep a copy, and for how long.", "谁可以保存副本，保存多久。"),
        ["Age"] = new("For how many seconds a cache has had this copy.", "缓存持有这份副本多少秒了。"),
        ["Date"] = new("When the message was made.", "消息是何时产生的。"),
        ["Expires"] = new("Until when a copy may be used.", "副本可以用到何时。"),
        ["ETag"] = new("A name of exactly this version of the content.", "这一版内容的标识。"),
        ["Last-Modified"] = new("When the content changed last.", "内容最后一次改变的时间。"),
        ["If-None-Match"] = new("Only if the version is another than these.", "仅当版本与这些都不同。"),
        ["If-Match"] = new("Only if the version is one of these.", "仅当版本是其中之一。"),
        ["If-Modified-Since"] = new("Only if it has changed since.", "仅当此后有过改变。"),
        ["If-Unmodified-Since"] = new("Only if it has not changed since.", "仅当此后没有改变。"),
        ["If-Range"] = new("The part only if the version is still this one, otherwise the whole.", "版本仍是这一个才给部分，否则给全部。"),
        ["Range"] = new("Only these bytes of the content.", "只要内容的这些字节。"),
        ["Expect"] = new("100-continue: the client waits for a go-ahead before it sends the body.", "100-continue：客户端等到许可后才发送消息体。"),
        ["Location"] = new("Where to go instead, or where the new thing is.", "改去哪里，或新建的东西在哪里。"),
        ["Origin"] = new("From which site's page the request comes.", "请求来自哪个网站的页面。"),
        ["Referer"] = new("From which page the request comes.", "请求来自哪个页面。"),
        ["Retry-After"] = new("When to try again.", "何时可以再试。"),
        ["Server"] = new("Which program the server is.", "服务器是什么程序。"),
        ["User-Agent"] = new("Which program the client is.", "客户端是什么程序。"),
        ["Upgrade"] = new("Which other protocol this connection could speak.", "这条连接可以改用哪种协议。"),
        ["Trailer"] = new("Which fields come behind the body.", "哪些字段放在消息体之后。"),
        ["TE"] = new("Which codings, and whether trailers, the client takes.", "客户端接受哪些传输编码，是否接受尾部字段。"),
        ["Vary"] = new("Which request fields the answer depends on.", "应答取决于哪些请求字段。"),
        ["Via"] = new("Through which proxies the message came.", "消息经过了哪些代理。"),
        ["X-Forwarded-For"] = new("For whom a proxy asks; anyone can write anything here.", "代理替谁请求；任何人都可以随便写。"),
        ["Keep-Alive"] = new("How long an idle connection is kept.", "空闲连接保留多久。"),
        ["Strict-Transport-Security"] = new("From now on only by https.", "今后只用 https 访问。"),
        ["Content-Security-Policy"] = new("What the page may load and run.", "页面可以加载和运行什么。"),
        ["X-Content-Type-Options"] = new("nosniff: believe Content-Type, do not guess.", "nosniff：以 Content-Type 为准，不要猜。"),
        ["Access-Control-Allow-Origin"] = new("Which other sites' pages may read the answer.", "哪些别的网站的页面可以读取应答。"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<int, LocalizedText> s_statuses = new Dictionary<int, LocalizedText>
    {
        [100] = new("Go on: send the body. The real answer follows.", "请继续发送消息体。真正的应答在后面。"),
        [101] = new("From here on another protocol is spoken.", "从这里起改用另一种协议。"),
        [200] = new("It worked; here it is.", "成功；内容在后面。"),
        [201] = new("Something new was made.", "已新建。"),
        [204] = new("It worked, and there is nothing to show.", "成功，没有内容。"),
        [206] = new("Here is the part that was asked for.", "这是所请求的部分。"),
        [301] = new("It has moved for good.", "已永久移走。"),
        [302] = new("It is elsewhere for now.", "暂时在别处。"),
        [303] = new("Look there for the result, with GET.", "请用 GET 到那里看结果。"),
        [304] = new("Your copy is still good.", "你的副本仍然有效。"),
        [307] = new("It is elsewhere for now; ask there in the same way.", "暂时在别处；请照原样到那里请求。"),
        [308] = new("It has moved for good; ask there in the same way.", "已永久移走；请照原样到那里请求。"),
        [400] = new("The request breaks a rule.", "请求违反了规则。"),
        [401] = new("Say first who you are.", "请先证明身份。"),
        [403] = new("Not for you.", "不允许。"),
        [404] = new("There is no such thing here.", "这里没有这个东西。"),
        [405] = new("Not with this method.", "不支持这个方法。"),
        [408] = new("The request took too long.", "请求来得太慢。"),
        [411] = new("Say how long the body is.", "请说明消息体的长度。"),
        [412] = new("The condition does not hold.", "条件不成立。"),
        [413] = new("The body is too large.", "消息体太大。"),
        [414] = new("The target is too long.", "目标太长。"),
        [415] = new("This kind of body is not understood.", "不支持这种消息体。"),
        [416] = new("There are no such bytes.", "没有这些字节。"),
        [417] = new("The expectation cannot be met.", "无法满足期望。"),
        [421] = new("This request does not belong on this connection.", "这个请求不该发到这条连接上。"),
        [426] = new("Speak another protocol first.", "请先改用别的协议。"),
        [429] = new("Too many requests; slow down.", "请求太多，请放慢。"),
        [431] = new("The fields are too large.", "首部字段太大。"),
        [500] = new("The server failed.", "服务器出错了。"),
        [501] = new("The server does not know how.", "服务器不会做这件事。"),
        [502] = new("The server behind gave no good answer.", "后面的服务器没有给出正确的应答。"),
        [503] = new("Not now; try again later.", "暂时不行，请稍后再试。"),
        [504] = new("The server behind gave no answer in time.", "后面的服务器没有及时应答。"),
        [505] = new("The server does not speak this version.", "服务器不支持这个版本。"),
    }.ToFrozenDictionary();

    /// <summary>What a method asks for; null for one that is not registered.</summary>
    public static LocalizedText? Method(string name) => s_methods.TryGetValue(name, out var meaning) ? meaning
        : s_methods.ContainsKey(name.ToUpperInvariant()) ? new($"Method names are case-sensitive: {name} is not {name.ToUpperInvariant()}.", $"方法名区分大小写：{name} 不是 {name.ToUpperInvariant()}。")
        : name is "M-SEARCH" or "NOTIFY" ? new("A method of UPnP's discovery (SSDP), which sends HTTP's lines as UDP datagrams.", "UPnP 设备发现（SSDP）的方法；它把 HTTP 式的行放进 UDP 数据报发送。")
        : null;

    /// <summary>What a field says; null for one that is not among the well-known.</summary>
    public static LocalizedText? Field(string name) => s_fields.TryGetValue(name, out var meaning) ? meaning : null;

    /// <summary>What a status says; for one that is not among the well-known, what its class says (RFC 9110 §15).</summary>
    public static LocalizedText? Status(int status) => s_statuses.TryGetValue(status, out var meaning) ? meaning : (status / 100) switch
    {
        1 => new("Interim: the real answer follows.", "临时应答：真正的应答在后面。"),
        2 => new("It worked.", "成功。"),
        3 => new("Something is left to do, most often elsewhere.", "还需要下一步，多半是到别处去。"),
        4 => new("The client made a mistake.", "客户端有误。"),
        5 => new("The server failed.", "服务器出错了。"),
        _ => null,
    };
}
