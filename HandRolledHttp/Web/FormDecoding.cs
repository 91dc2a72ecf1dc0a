using System.Buffers;
using System.Text;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Web;

/// <summary>
/// Decodes names and values of a query or an urlencoded form (WHATWG URL Standard §5.1): <c>+</c> is a space, <c>%XX</c> is a byte, and the
/// bytes are UTF-8. It never fails: a <c>%</c> without two hex digits stays as it is, and invalid UTF-8 becomes U+FFFD.
/// </summary>
/// <remarks>Not for paths: there, <c>+</c> is a plus sign.</remarks>
public static class FormDecoding
{
    private static readonly SearchValues<byte> s_encoded = SearchValues.Create("+%"u8);

    /// <summary>Decodes one name or value.</summary>
    /// <param name="encoded">The bytes between the separators.</param>
    public static string Decode(ReadOnlySpan<byte> encoded)
    {
        if (!encoded.ContainsAny(s_encoded))
            return Encoding.UTF8.GetString(encoded);

        var rented = ArrayPool<byte>.Shared.Rent(encoded.Length);
        var length = Decode(encoded, rented);
        var text = Encoding.UTF8.GetString(rented, 0, length);
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    private static int Decode(ReadOnlySpan<byte> encoded, Span<byte> decoded)
    {
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var b = encoded[i];
            if (b == '+')
            {
                b = (byte)' ';
            }
            else if (b == '%' && i + 2 < encoded.Length && Grammar.HexValue(encoded[i + 1]) >= 0 && Grammar.HexValue(encoded[i + 2]) >= 0)
            {
                b = (byte)(Grammar.HexValue(encoded[i + 1]) << 4 | Grammar.HexValue(encoded[i + 2]));
                i += 2;
            }

            decoded[length++] = b;
        }

        return length;
    }
}
