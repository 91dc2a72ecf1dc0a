using System.Text;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Forms;

// ext-value   = charset "'" [ language ] "'" value-chars                     RFC 8187 §3.2.1
// value-chars = *( pct-encoded / attr-char )

/// <summary>The value of a parameter whose name ends in <c>*</c>: it contains its charset and is percent-encoded (RFC 8187).</summary>
internal static class ExtendedValue
{
    /// <summary>Decodes it.</summary>
    /// <returns>Null if it is malformed, not in UTF-8 or ISO-8859-1, or invalid in its charset.</returns>
    public static string? Decode(string value)
    {
        if (value.Split('\'') is not [var charset, _, var encoded] || !Ascii.IsValid(encoded))
            return null;
        var bytes = Encoding.ASCII.GetBytes(encoded);
        if (PercentEncoding.FindInvalid(bytes) >= 0)
            return null;
        var decoded = bytes.AsSpan(0, PercentEncoding.Decode((byte[])bytes.Clone(), bytes));
        if (charset.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase))
            return Encoding.Latin1.GetString(decoded);
        return charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && System.Text.Unicode.Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
    }
}
