namespace HandRolledHttp.Http1;

/// <summary>
/// RFC 3986 §2.1:
/// <code>
/// pct-encoded = "%" HEXDIG HEXDIG
/// </code>
/// </summary>
internal static class PercentEncoding
{
    /// <summary>The index of the first <c>%</c> without two hexadecimal digits after it, or -1.</summary>
    public static int FindInvalid(ReadOnlySpan<byte> bytes)
    {
        var from = 0;
        while (true)
        {
            var percent = bytes[from..].IndexOf((byte)'%');
            if (percent < 0)
                return -1;
            from += percent;
            if (from + 2 >= bytes.Length || Grammar.HexValue(bytes[from + 1]) < 0 || Grammar.HexValue(bytes[from + 2]) < 0)
                return from;
            from += 3;
        }
    }

    /// <summary>Decodes exactly once. The input has no invalid escapes; the output is never longer.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Decode(ReadOnlySpan<byte> bytes, Span<byte> decoded)
    {
        var written = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%')
            {
                decoded[written++] = (byte)((Grammar.HexValue(bytes[i + 1]) << 4) | Grammar.HexValue(bytes[i + 2]));
                i += 2;
            }
            else
            {
                decoded[written++] = bytes[i];
            }
        }

        return written;
    }
}
