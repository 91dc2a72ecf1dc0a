using System.Collections.Frozen;
using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// The fields allowed after a body. RFC 9110 §6.5.1: a trailer must not change the meaning of the head: framing, routing, authentication,
/// conditions or content type. Such fields are dropped. If they were merged into the head, a client could change it after it was checked.
/// </summary>
internal static class TrailerFields
{
    private static readonly FrozenSet<string> s_forbidden = new[]
    {
        "Transfer-Encoding", "Content-Length", "Host", "Connection", "Upgrade", "Trailer", "TE", "Keep-Alive", "Proxy-Connection", // framing and routing
        "Cache-Control", "Expect", "Max-Forwards", "Pragma", "Range", // request modifiers
        "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", // conditions
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "WWW-Authenticate", "Proxy-Authenticate", // authentication
        "Content-Encoding", "Content-Type", "Content-Range", "Content-Language", "Content-Location", // content
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The allowed fields in the order of arrival.</summary>
    /// <param name="lines">All lines of the trailer section.</param>
    /// <param name="bytes">The bytes that their ranges refer to.</param>
    public static List<KeyValuePair<string, string>> Read(ReadOnlySpan<FieldLine> lines, ReadOnlySpan<byte> bytes)
    {
        var trailers = new List<KeyValuePair<string, string>>();
        foreach (ref readonly var line in lines)
        {
            var name = Encoding.ASCII.GetString(line.Name.Of(bytes));
            if (!s_forbidden.Contains(name))
                trailers.Add(new(name, Encoding.UTF8.GetString(line.Value.Of(bytes))));
        }

        return trailers;
    }
}
