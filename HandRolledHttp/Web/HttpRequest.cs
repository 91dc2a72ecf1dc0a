using System.Net;
using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Http1;
using HandRolledHttp.Web.Forwarding;

namespace HandRolledHttp.Web;

/// <summary>
/// What a handler sees of a request. Names and values are made into strings only when they are asked for: a handler that asks for
/// nothing costs nothing.
/// </summary>
public sealed class HttpRequest
{
    private readonly ITransport _transport;
    private readonly ReceiveBuffer _input;
    private readonly RequestHeadParser _parser;
    private readonly ForwardedOptions _forwarded;
    private readonly RecentText _fieldValue = new();

    internal HttpRequest(ITransport transport, ReceiveBuffer input, RequestHeadParser parser, RequestBody body, ForwardedOptions forwarded)
    {
        _forwarded = forwarded;
        _transport = transport;
        _input = input;
        _parser = parser;
        Body = body;
    }

    /// <summary>The method, case-sensitive, for example <c>GET</c>.</summary>
    public string Method => Methods.Name(MethodBytes);

    /// <summary>The request target exactly as sent.</summary>
    public string Target => Encoding.Latin1.GetString(Head.TargetRange.Of(Message));

    /// <summary>The host, and the port if one was sent: of the target in absolute form, otherwise of Host (RFC 9112 §3.3).</summary>
    public string Host => Encoding.Latin1.GetString(Head.AuthorityRange.Of(Message));

    /// <summary>The path: percent-decoded once, without dot segments.</summary>
    public string Path => Encoding.UTF8.GetString(PathBytes);

    /// <summary>The version as sent, for example <c>HTTP/1.1</c>.</summary>
    public string Version => Head.MinorVersion switch { 0 => "HTTP/1.0", 1 => "HTTP/1.1", var minor => $"HTTP/1.{minor}" };

    /// <summary>The client's address, as far as trusted proxies vouch for it; port 0 when they do not tell. Otherwise the peer's.</summary>
    public IPEndPoint RemoteEndPoint => Sender().Client;

    /// <summary>The address that it came to.</summary>
    public IPEndPoint LocalEndPoint => _transport.LocalEndPoint;

    /// <summary>Whether the client sent it through TLS; behind trusted proxies, to the first of them.</summary>
    public bool IsSecure => Sender().IsSecure;

    /// <summary>
    /// Cancelled when this request can no longer be answered: the connection broke, its deadline passed, or the server has stopped and waits no longer for
    /// what has begun. A handler passes it to everything that it awaits and that takes time. A client that has only finished sending (half-close) still listens.
    /// </summary>
    public CancellationToken Aborted => _transport.Aborted;

    /// <summary>True once the server is stopping.</summary>
    public bool IsDraining => _transport.IsDraining;

    /// <summary>
    /// Cancelled when the server begins to stop. For a response that has no end of its own: it ends then, before <see cref="Aborted"/> cuts it.
    /// </summary>
    public CancellationToken Draining => _transport.Draining;

    /// <summary>The content.</summary>
    public RequestBody Body { get; }

    /// <summary>Content-Length in bytes, or null when there is none.</summary>
    public long? ContentLength => Head.BodyKind == BodyKind.ContentLength ? Head.ContentLength : null;

    /// <summary>What the route's parameter stands for in the path; empty when the route has none.</summary>
    public string RouteValue => Encoding.UTF8.GetString(RouteRange.Of(PathBytes));

    /// <summary>The field lines as they were sent, in order.</summary>
    public IEnumerable<KeyValuePair<string, string>> FieldLines
    {
        get
        {
            for (var i = 0; i < Head.Fields.Length; i++)
                yield return LineAt(i);
        }
    }

    internal RequestHead Head => _parser.Head;

    internal ReadOnlySpan<byte> Message => _input.Message;

    internal ReadOnlySpan<byte> MethodBytes => Head.MethodRange.Of(Message);

    internal ReadOnlySpan<byte> PathBytes => Head.Path.Of(Message);

    internal ByteRange RouteRange { get; set; }

    /// <summary>The pattern of the route that was found, or null.</summary>
    internal string? RoutePattern
    {
        get;
        set => _transport.Serving = field = value;
    }

    /// <summary>
    /// The value of a field; several lines are joined by a comma (RFC 9110 §5.3), those of Cookie, which is no list, by a semicolon (RFC 9113 §8.2.3).
    /// Null when there is none.
    /// </summary>
    public string? Field(string name)
    {
        var separator = name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ";
        string? joined = null;
        foreach (ref readonly var line in Head.Fields)
        {
            if (!Ascii.EqualsIgnoreCase(line.Name.Of(Message), name))
                continue;
            var value = _fieldValue.Of(line.Value.Of(Message));
            joined = joined is null ? value : $"{joined}{separator}{value}";
        }

        return joined;
    }

    /// <summary>The first value of a name in the query, decoded; null when the name is not there.</summary>
    public string? Query(string name) => QueryString.First(Head.QueryRange.Of(Message), name);

    /// <summary>The value of a cookie; null when the client did not send it.</summary>
    public string? Cookie(string name) => Cookies.First(Field("Cookie"), name);

    private (IPEndPoint Client, bool IsSecure) Sender()
    {
        if (!_forwarded.Peers.Contains(_transport.RemoteEndPoint.Address))
            return (_transport.RemoteEndPoint, _transport.IsSecure);
        var hops = _forwarded.Field == ForwardedField.Forwarded ? Forwarded.Read(Field("Forwarded")) : Forwarded.Read(Field("X-Forwarded-For"), Field("X-Forwarded-Proto"));
        return Forwarded.Resolve(_transport.RemoteEndPoint, _transport.IsSecure, hops, _forwarded.Peers);
    }

    private KeyValuePair<string, string> LineAt(int index)
    {
        var line = Head.Fields[index];
        return new(Encoding.ASCII.GetString(line.Name.Of(Message)), Encoding.UTF8.GetString(line.Value.Of(Message)));
    }
}
