using System.Globalization;
using System.Text;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>curl's encoding for <c>--data-urlencode</c>: <c>content</c>, <c>=content</c> or <c>name=content</c>. The name is sent
/// unchanged.</summary>
internal static class UrlEncoded
{
    /// <exception cref="CurlException">The value names a file: it has an <c>@</c> and no <c>=</c>.</exception>
    public static byte[] Of(ShellWord word)
    {
        var equals = Array.IndexOf(word.Bytes, (byte)'=');
        if (equals < 0 && Array.IndexOf(word.Bytes, (byte)'@') >= 0)
            throw new CurlException(Texts.NoFiles(word.Text[word.Text.IndexOf('@', StringComparison.Ordinal)..]));
        return [.. equals > 0 ? word.Bytes[..(equals + 1)] : [], .. Encoding.ASCII.GetBytes(Encoded(word.Bytes.AsSpan(equals + 1)))];
    }

    private static string Encoded(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var octet in bytes)
        {
            _ = octet == ' ' ? text.Append('+')
                : char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~' ? text.Append((char)octet)
                : text.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return text.ToString();
    }
}
