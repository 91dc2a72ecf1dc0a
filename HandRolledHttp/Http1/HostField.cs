using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// RFC 9110 §7.2, RFC 9112 §3.2 and the host of RFC 3986 §3.2.2:
/// <code>
/// Host        = uri-host [ ":" port ]
/// uri-host    = IP-literal / IPv4address / reg-name
/// IP-literal  = "[" ( IPv6address / IPvFuture ) "]"
/// reg-name    = *( unreserved / pct-encoded / sub-delims )
/// port        = *DIGIT
/// </code>
/// </summary>
internal static class HostField
{
    private static readonly SearchValues<byte> s_regName =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=%"u8);

    private static readonly SearchValues<byte> s_ipv6 = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>
    /// HTTP/1.1 requires exactly one Host (a second one was rejected as a repeated field), and every version a valid one. With a target in
    /// absolute form its value is ignored (RFC 9112 §3.2.2), but it must still be present and well-formed. An empty one is for URIs without
    /// an authority, and an http URI always has one (RFC 9110 §4.2.1): if Host names the server, it must not be empty.
    /// </summary>
    public static ParseResult Judge(ReadOnlySpan<byte> message, RequestHead head)
    {
        if (!head.Contains(KnownField.Host))
        {
            return head.MinorVersion >= 1
                ? ParseResult.Rejected(RejectionReason.HostMissing, head.Length - 2, 0)
                : ParseResult.Complete(head.Length);
        }

        var value = head.First(KnownField.Host).Value;
        var names = head.TargetForm is TargetForm.Origin or TargetForm.Asterisk;
        if (!IsValid(value.Of(message)) || (names && value.Length == 0))
            return ParseResult.Rejected(RejectionReason.HostInvalid, value.Offset, value.Length);
        if (names)
            head.AuthorityRange = value;
        return ParseResult.Complete(head.Length);
    }

    /// <summary>Whether the bytes match <c>uri-host [ ":" port ]</c>. An empty host matches.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value)
    {
        if (value.Length == 0)
            return true;
        if (value[0] == '[')
        {
            var end = value.IndexOf((byte)']');
            return end > 0 && IsIpLiteral(value[1..end]) && IsPortOrNothing(value[(end + 1)..]);
        }

        var colon = value.IndexOfAnyExcept(s_regName);
        var name = colon < 0 ? value : value[..colon];
        return name.Length > 0 && PercentEncoding.FindInvalid(name) < 0 && (colon < 0 || IsPortOrNothing(value[colon..]));
    }

    private static bool IsPortOrNothing(ReadOnlySpan<byte> rest)
    {
        if (rest.Length == 0)
            return true;
        if (rest[0] != ':')
            return false;
        var port = 0;
        foreach (var b in rest[1..])
        {
            if (!Grammar.IsDigit(b))
                return false;
            port = Math.Min(port * 10 + (b - '0'), 65_536);
        }

        return port <= 65_535;
    }

    // No IPvFuture address ("v1.…") exists, so no server can have one.
    private static bool IsIpLiteral(ReadOnlySpan<byte> literal)
    {
        if (literal.Length is < 2 or > 45 || literal.IndexOfAnyExcept(s_ipv6) >= 0)
            return false;
        Span<char> text = stackalloc char[literal.Length];
        Encoding.ASCII.GetChars(literal, text);
        if (!IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;

        // RFC 3986 §3.2.2: the numbers of an IPv4 address at the end have no leading zeros; .NET would accept them.
        ReadOnlySpan<char> last = text[(text.LastIndexOf(':') + 1)..];
        return !last.Contains('.') || last.SequenceEqual(IPAddress.Parse(last).ToString());
    }
}
