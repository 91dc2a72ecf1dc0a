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
    public static void Judge(ReadOnlySpan<byte> message, RequestHead head)
    {
        var (close, keepAlive) = (false, false);
        var fields = head.Contains(KnownField.Connection) ? head.Fields : [];
        foreach (ref readonly var field in fields)
        {
            if (field.Known != KnownField.Connection)
                continue;
            var options = new FieldList(message, field.Value);
            while (options.MoveNext())
            {
                var option = options.Current.Of(message);
                close |= Ascii.EqualsIgnoreCase(option, "close"u8);
                keepAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
            }
        }

        head.IsPersistent = !close && (head.MinorVersion >= 1 || keepAlive);
    }
}
