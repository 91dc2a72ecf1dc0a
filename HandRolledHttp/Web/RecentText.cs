using System.Text;

namespace HandRolledHttp.Web;

/// <summary>
/// Caches the last string. Requests on one connection are similar, so the same bytes often come again and need no new string.
/// </summary>
internal sealed class RecentText
{
    private string _text = "";

    /// <summary>The bytes, UTF-8, as text.</summary>
    public string Of(ReadOnlySpan<byte> bytes) => Ascii.Equals(bytes, _text) ? _text : _text = Encoding.UTF8.GetString(bytes);
}
