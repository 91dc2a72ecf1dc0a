using System.Net;
using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Web;

/// <summary>The request that a handler sees.</summary>
public sealed class HttpRequest
{
    private readonly RequestMessage _message;

    internal HttpRequest(Exchange exchange)
    {
        _message = exchange.Request;
        Body = exchange.Body;
    }

    /// <summary>The method, case-sensitive, for example <c>GET</c>.</summary>
    public string Method => _message.Method;

    /// <summary>The request target exactly as sent.</summary>
    public string Target => Encoding.Latin1.GetString(Head.TargetRange.Of(Message));

    /// <summary>The host, and the port if present: from the target in absolute form, otherwise from Host (RFC 9112 §3.3).</summary>
    public string Host => Encoding.Latin1.GetString(Head.AuthorityRange.Of(Message));

    /// <summary>The path: percent-decoded once, without dot segments.</summary>
    public string Path => _message.Path;

    /// <summary>The version as sent, for example <c>HTTP/1.1</c>.</summary>
    public string Version => Head.MinorVersion switch { 0 => "HTTP/1.0", 1 => "HTTP/1.1", var minor => $"HTTP/1.{minor}" };

    /// <summary>The client's address according to the trusted proxies (port 0 if they do not name it); otherwise the peer's.</summary>
    public IPEndPoint RemoteEndPoint => _message.RemoteEndPoint;

    /// <summary>The local address of the connection.</summary>
    public IPEndPoint LocalEndPoint => _message.LocalEndPoint;

    /// <summary>Whether the client used TLS; behind trusted proxies, to the first of them.</summary>
    public bool IsSecure => _message.IsSecure;

    /// <summary>
    /// Cancelled when a response can no longer be sent: the connection broke, its deadline passed, or the server stopped and its grace
    /// period is over. Pass it to every slow operation. A client that has only half-closed still receives the response.
    /// </summary>
    public CancellationToken Aborted => _message.Transport.Aborted;

    /// <summary>True after the shutdown began.</summary>
    public bool IsDraining => _message.Transport.IsDraining;

    /// <summary>
    /// Cancelled when the server begins to stop. An endless response ends at this moment, before <see cref="Aborted"/> cuts it off.
    /// </summary>
    public CancellationToken Draining => _message.Transport.Draining;

    /// <summary>The content.</summary>
    public RequestBody Body { get; }

    /// <summary>Content-Length in bytes, or null if there is none.</summary>
    public long? ContentLength => Head.BodyKind == BodyKind.ContentLength ? Head.ContentLength : null;

    /// <summary>The value of the route's parameter; empty if the route has none.</summary>
    public string RouteValue => Encoding.UTF8.GetString(RouteRange.Of(PathBytes));

    /// <summary>The field lines as sent, in order.</summary>
    public IEnumerable<KeyValuePair<string, string>> FieldLines
    {
        get
        {
            for (var i = 0; i < Head.Fields.Length; i++)
                yield return LineAt(i);
        }
    }

    internal RequestHead Head => _message.Head;

    internal ReadOnlySpan<byte> Message => _message.Bytes;

    internal ReadOnlySpan<byte> PathBytes => _message.PathBytes;

    internal ByteRange RouteRange { get; set; }

    /// <summary>The pattern of the matched route, or null.</summary>
    internal string? RoutePattern { set => _message.RoutePattern = value; }

    /// <summary>
    /// The value of a field. Several lines are joined by a comma (RFC 9110 §5.3); those of Cookie, which is not a list, by a semicolon
    /// (RFC 9113 §8.2.3). Null if there is none.
    /// </summary>
    public string? Field(string name) => _message.Field(name);

    /// <summary>The first value of a name in the query, decoded; null if the name does not occur.</summary>
    public string? Query(string name) => QueryString.First(Head.QueryRange.Of(Message), name);

    /// <summary>The value of a cookie; null if the client did not send it.</summary>
    public string? Cookie(string name) => Cookies.First(Field("Cookie"), name);

    private KeyValuePair<string, string> LineAt(int index)
    {
        var line = Head.Fields[index];
        return new(Encoding.ASCII.GetString(line.Name.Of(Message)), Encoding.UTF8.GetString(line.Value.Of(Message)));
    }
}
