using System.Text;

namespace HandRolledHttp.Web.Forms;

/// <summary>
/// The charset of a field's value (RFC 7578 §4.5): UTF-8, unless the part declares another, or the field <c>_charset_</c> does it for the parts after it
/// (§4.6). A value in a charset that is unknown here is rejected, since to decode it as another would damage it without a word.
/// </summary>
internal static class FormCharset
{
    /// <summary>Finds it.</summary>
    /// <param name="name">Its name, or null when none was declared.</param>
    /// <returns>Null when it is not known here.</returns>
    public static Encoding? Find(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        null or "" or "utf-8" or "utf8" or "us-ascii" => Encoding.UTF8,
        "iso-8859-1" or "latin1" => Encoding.Latin1,
        "utf-16" or "utf-16le" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        _ => null,
    };
}
