using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// Whether the connection persists after this request, RFC 9112 §9.3, in its order: <c>close</c> closes it; HTTP/1.1 keeps it open;
/// HTTP/1.0 keeps it open if the request has <c>keep-alive</c>.
/// <code>
/// Connection        = #connection-option          RFC 9110 §7.6.1
/// connection-option = token                       ; compared without case
/// </code>
/// </summary>
internal static class Persistence
{
    public static void Judge(ReadOnlySpan<byte> message, RequestHead head) =>
        head.IsPersistent = Allow(message, head.Contains(KnownField.Connection) ? head.Fields : [], head.MinorVersion);

    /// <summary>Whether the fields of a message, a request or a response, keep the connection open.</summary>
    public static bool Allow(ReadOnlySpan<byte> message, ReadOnlySpan<FieldLine> fields, int minorVersion)
    {
        var (close, keepAlive) = (false, false);
        foreach (var member in new FieldList(message, fields, KnownField.Connection))
        {
            var option = member.Of(message);
            close |= Ascii.EqualsIgnoreCase(option, "close"u8);
            keepAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
        }

        return !close && (minorVersion >= 1 || keepAlive);
    }
}
