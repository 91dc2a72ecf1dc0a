using System.Text;
using HandRolledHttp.Connection;

namespace HandRolledHttp.Web.Forms;

// content-disposition = disposition-type *( OWS ";" OWS parameter )          RFC 7578 §4.2, RFC 2183 §2
// disposition-type    = "form-data"
// parameter           = token "=" ( token / quoted-string )
// filename*           = charset "'" [ language ] "'" *( pct-encoded / attr-char )     RFC 8187 §3.2.1; forbidden here, but in use

/// <summary>The field of the form that a part belongs to, and the file's name.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="FileName">The file's name; null if the part is not a file.</param>
/// <remarks>
/// Two conventions exist inside the quotes. Current browsers write <c>"</c> as <c>%22</c>, CR as <c>%0D</c>, LF as <c>%0A</c>, and a
/// backslash as itself, also before the closing quote (HTML Standard §4.10.21.8). Other clients write quoted-pairs, <c>\"</c> and <c>\\</c>
/// (RFC 9110 §5.6.4). The value is first read with quoted-pairs; if that fails, a backslash is an ordinary character. Both kinds of escapes
/// are decoded, and nothing else: a backslash before any other character stays (<c>C:\notes.txt</c>), and so does a percent
/// sign. A name that really contains <c>%22</c> cannot be recognised; the standards leave this open.
/// Browsers send an empty filename if the user chose no file; the part is then an empty field, as in ASP.NET Core and Go. RFC 7578 §4.2
/// forbids <c>filename*</c>, but some clients send only that: without <c>filename</c> it names the file, since reading the file as a field
/// would damage its bytes. Continuations (<c>filename*0</c>, RFC 2231) are rejected.
/// </remarks>
internal sealed record ContentDisposition(string Name, string? FileName)
{
    /// <summary>Reads the field's value.</summary>
    /// <returns>Null if it violates the grammar, is not form-data, has no name, or has name or filename twice.</returns>
    public static ContentDisposition? Parse(string value) => Parse(value, quotedPairs: true) ?? Parse(value, quotedPairs: false);

    private static ContentDisposition? Parse(string value, bool quotedPairs)
    {
        var reader = new FieldValueReader(value);
        if (!reader.Token().Equals("form-data", StringComparison.OrdinalIgnoreCase))
            return null;

        string? name = null, fileName = null, extended = null;
        while (true)
        {
            reader.SkipOws();
            if (reader.AtEnd)
                return name is null ? null : new ContentDisposition(name, (fileName ?? extended) is { Length: > 0 } known ? known : null);
            if (!reader.TryTake(';'))
                return null;

            reader.SkipOws();
            var parameter = reader.Token();
            if (parameter.IsEmpty)
                continue;
            if (!reader.TryTake('=') || !TryReadValue(ref reader, quotedPairs, out var text))
                return null;

            var isRight = true;
            if (parameter.Equals("name", StringComparison.OrdinalIgnoreCase))
                isRight = TrySet(ref name, text);
            else if (parameter.Equals("filename", StringComparison.OrdinalIgnoreCase))
                isRight = TrySet(ref fileName, text);
            else if (parameter.Equals("filename*", StringComparison.OrdinalIgnoreCase))
                isRight = TrySet(ref extended, ExtendedValue.Decode(text));
            else if (parameter.StartsWith("filename*", StringComparison.OrdinalIgnoreCase))
                isRight = false;
            if (!isRight)
                return null;
        }
    }

    // Once, and well-formed.
    private static bool TrySet(ref string? target, string? value)
    {
        if (target is not null || value is null)
            return false;
        target = value;
        return true;
    }

    private static bool TryReadValue(ref FieldValueReader reader, bool quotedPairs, out string value)
    {
        if (quotedPairs ? reader.TryQuoted(out var quoted) : reader.TryQuotedVerbatim(out quoted))
        {
            value = Unescape(quoted);
            return true;
        }

        value = reader.Token().ToString();
        return value.Length > 0;
    }

    private static string Unescape(ReadOnlySpan<char> quoted)
    {
        if (!quoted.ContainsAny('\\', '%'))
            return quoted.ToString();

        var text = new StringBuilder(quoted.Length);
        while (!quoted.IsEmpty)
        {
            var (length, meaning) = quoted switch
            {
                ['\\', '"' or '\\', ..] => (2, quoted[1]),
                ['%', '2', '2', ..] => (3, '"'),
                ['%', '0', 'D' or 'd', ..] => (3, '\r'),
                ['%', '0', 'A' or 'a', ..] => (3, '\n'),
                _ => (1, quoted[0]),
            };
            text.Append(meaning);
            quoted = quoted[length..];
        }

        return text.ToString();
    }
}
