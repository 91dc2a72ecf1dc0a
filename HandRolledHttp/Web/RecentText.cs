using System.Text;

namespace HandRolledHttp.Web;

/// <summary>
/// The text that was made last. The requests of one connection resemble each other, so the same bytes are asked for again, and then
/// there is nothing to make.
/// </summary>
internal sealed class RecentText
{
    private string _text = "";

    /// <summary>The bytes, UTF-8, as text.</summary>
    public string Of(ReadOnlySpan<byte> bytes) => Ascii.Equals(bytes, _text) ? _text : _text = Encoding.UTF8.GetString(bytes);
}
