using System.Text;

namespace HandRolledHttp.Web.Forms;

/// <summary>
/// The charset of a field's value (RFC 7578 §4.5): UTF-8, unless the part declares another, or the field <c>_charset_</c> does it for the parts after it
/// (§4.6). A value in a charset that is unknown here, or that is no text in its charset, is rejected: to decode it nevertheless would damage it without a word.
/// </summary>
/// <remarks>Not supported: <c>utf-16</c>, which leaves the order of its bytes open.</remarks>
internal static class FormCharset
{
    private static readonly Encoding s_utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes a value.</summary>
    /// <param name="charset">Its name, or null when none was declared.</param>
    /// <param name="bytes">The value.</param>
    /// <param name="text">The text; empty with an error.</param>
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
