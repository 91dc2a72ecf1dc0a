using System.Buffers;
using System.Text;
using System.Text.Unicode;
using HandRolledHttp.Connection;

namespace HandRolledHttp.Web.Forms;

// body-part  = *( field-line CRLF ) [ CRLF *OCTET ]                          RFC 2046 §5.1.1
// field-line = field-name ":" OWS field-value OWS                            RFC 9112 §5, in place of RFC 822's

/// <summary>The head of a part of a multipart form.</summary>
/// <param name="Disposition">The field of the form that the part belongs to.</param>
/// <param name="ContentType">Its media type as sent, or null.</param>
/// <remarks>
/// Field lines follow HTTP's strict grammar, but their values are UTF-8, since browsers write names in UTF-8. A folded line is unfolded:
/// HTTP no longer has folding, but a part's head is a MIME head (RFC 2046 §5.1). Content-Transfer-Encoding is ignored, as RFC 7578 §4.7
/// deprecates it.
/// </remarks>
internal sealed record PartHead(ContentDisposition Disposition, string? ContentType)
{
    /// <summary>The charset that <see cref="ContentType"/> declares, or null.</summary>
    public string? Charset => MediaType.Parse(ContentType)?.Parameter("charset");

    private static readonly SearchValues<char> s_controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Append(0x7F).Select(c => (char)c).Where(c => c != '\t')]);

    /// <summary>Reads the field lines of a part.</summary>
    /// <param name="lines">The lines, without the CRLF at the end of the last one.</param>
    /// <param name="head">The head; null after an error.</param>
    public static FormError TryParse(ReadOnlySpan<byte> lines, out PartHead? head)
    {
        head = null;
        if (!Utf8.IsValid(lines))
            return FormError.NotText;
        string? disposition = null, contentType = null;
        var text = Encoding.UTF8.GetString(lines).Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal).AsSpan();
        foreach (var range in text.Split("\r\n"))
        {
            var line = text[range];
            var colon = line.IndexOf(':');
            if (colon < 0 || !FieldValueReader.IsToken(line[..colon]) || line.ContainsAny(s_controls))
                return FormError.BadPartHead;

            var value = line[(colon + 1)..].Trim(" \t");
            if (line[..colon].Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase))
            {
                if (disposition is not null)
                    return FormError.BadDisposition;
                disposition = value.ToString();
            }
            else if (line[..colon].Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                if (contentType is not null)
                    return FormError.BadPartHead;
                contentType = value.ToString();
            }
        }

        if (disposition is null || ContentDisposition.Parse(disposition) is not { } parsed)
            return FormError.BadDisposition;
        head = new PartHead(parsed, contentType);
        return FormError.None;
    }
}
