using System.Text;

namespace HandRolledHttp.Web.Forms;

/// <summary>
/// The charset of a field's value (RFC 7578 §4.5): UTF-8, unless the part declares another, or the field <c>_charset_</c> declares one for
/// the parts after it (§4.6). A value in an unknown charset, or invalid in its charset, is rejected: decoding it would silently damage it.
/// </summary>
/// <remarks>Not supported: <c>utf-16</c>, which does not define its byte order.</remarks>
internal static class FormCharset
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a value.</summary>
    /// <param name="charset">Its name, or null if none was declared.</param>
    /// <param name="bytes">The value.</param>
    /// <param name="text">The text; empty after an error.</param>
    public static FormError Decode(string? charset, ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (Find(charset) is not { } encoding)
            return FormError.UnknownCharset;
        try
        {
            text = encoding.GetString(bytes);
            return FormError.None;
        }
        catch (DecoderFallbackException)
        {
            return FormError.NotText;
        }
    }

    private static Encoding? Find(string? charset) => charset?.Trim().ToLowerInvariant() switch
    {
        null or "" or "utf-8" or "utf8" => s_utf8,
        "us-ascii" => Encoding.GetEncoding("us-ascii", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback),
        "iso-8859-1" or "latin1" => Encoding.Latin1,
        "utf-16le" => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true),
        "utf-16be" => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true),
        _ => null,
    };
}
