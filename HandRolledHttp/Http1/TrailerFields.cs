using System.Collections.Frozen;
using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// Which fields may come after a body. RFC 9110 §6.5.1: a trailer must not change what was understood from the head: how the message is
/// framed, where it goes, who sends it, under which conditions, or what its content is. Such fields are dropped; whoever merged them
/// into the head would let a client change its mind after it was checked.
/// </summary>
internal static class TrailerFields
{
    private static readonly FrozenSet<string> s_forbidden = new[]
    {
        "Transfer-Encoding", "Content-Length", "Host", "Connection", "Upgrade", "Trailer", "TE", "Keep-Alive", "Proxy-Connection", // framing and routing
        "Cache-Control", "Expect", "Max-Forwards", "Pragma", "Range", // what is asked for
        "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", // and when
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "WWW-Authenticate", "Proxy-Authenticate", // who asks
        "Content-Encoding", "Content-Type", "Content-Range", "Content-Language", "Content-Location", // what the content is
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The fields that mean something after a body, in the order in which they came.</summary>
    /// <param name="lines">All of the trailer section.</param>
    /// <param name="bytes">What their ranges count in.</param>
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
