using System.Text;

namespace HandRolledHttp.Connection;

/// <summary>
/// The methods that this server knows (RFC 9110 §9.3, RFC 5789). CONNECT is for proxies, and TRACE can reveal secrets to scripts: both get
/// 501.
/// </summary>
internal static class Methods
{
    public static readonly string[] Known = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];

    /// <summary>The method as a string; a known method allocates nothing.</summary>
    public static string Name(ReadOnlySpan<byte> method)
    {
        foreach (var known in Known)
        {
            if (Ascii.Equals(method, known))
                return known;
        }

        return Encoding.ASCII.GetString(method);
    }
}
