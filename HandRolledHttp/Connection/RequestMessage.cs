using System.Net;
using System.Text;
using HandRolledHttp.Connection.Forwarding;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Connection;

/// <summary>
/// The head of the current request, and where it came from. Strings for names and values are created only on use: a handler that reads none
/// pays nothing.
/// </summary>
internal sealed class RequestMessage(ITransport transport, ReceiveBuffer input, RequestHead head, ForwardedOptions forwarded)
{
    private string _recentValue = ""; // requests on one connection are similar, so the same value often comes again

    public ITransport Transport => transport;

    public RequestHead Head => head;

    /// <summary>The received bytes, from the first byte of the request.</summary>
    public ReadOnlySpan<byte> Bytes => input.Message;

    public ReadOnlySpan<byte> MethodBytes => head.MethodRange.Of(Bytes);

    public ReadOnlySpan<byte> PathBytes => head.Path.Of(Bytes);

    /// <summary>A known method allocates nothing.</summary>
    public string Method => Methods.Name(MethodBytes);

    /// <summary>The path: percent-decoded once, without dot segments.</summary>
    public string Path => Encoding.UTF8.GetString(PathBytes);

    public IPEndPoint LocalEndPoint => transport.LocalEndPoint;

    /// <summary>The client's address according to the trusted proxies; otherwise the peer's.</summary>
    public IPEndPoint RemoteEndPoint => Sender().Client;

    /// <summary>Whether the client used TLS; behind trusted proxies, to the first of them.</summary>
    public bool IsSecure => Sender().IsSecure;

    /// <summary>The pattern of the matched route, or null; the log of a shutdown names it.</summary>
    public string? RoutePattern
    {
        get;
        set => transport.Serving = field = value;
    }

    /// <summary>
    /// The value of a field. Several lines are joined by a comma (RFC 9110 §5.3); those of Cookie, which is not a list, by a semicolon
    /// (RFC 9113 §8.2.3). Null if there is none.
    /// </summary>
    public string? Field(string name)
    {
        var separator = name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) ? "; " : ", ";
        string? joined = null;
        foreach (ref readonly var line in head.Fields)
        {
            if (!Ascii.EqualsIgnoreCase(line.Name.Of(Bytes), name))
                continue;
            var value = Text(line.Value.Of(Bytes));
            joined = joined is null ? value : $"{joined}{separator}{value}";
        }

        return joined;
    }

    private string Text(ReadOnlySpan<byte> value) =>
        Ascii.Equals(value, _recentValue) ? _recentValue : _recentValue = Encoding.UTF8.GetString(value);

    private (IPEndPoint Client, bool IsSecure) Sender()
    {
        if (!forwarded.Peers.Contains(transport.RemoteEndPoint.Address))
            return (transport.RemoteEndPoint, transport.IsSecure);
        var hops = forwarded.Field == ForwardedField.Forwarded
            ? Forwarded.Read(Field("Forwarded"))
            : Forwarded.Read(Field("X-Forwarded-For"), Field("X-Forwarded-Proto"));
        return Forwarded.Resolve(transport.RemoteEndPoint, transport.IsSecure, hops, forwarded.Peers);
    }
}
