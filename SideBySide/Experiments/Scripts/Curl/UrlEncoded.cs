using System.Globalization;
using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>What <c>--data-urlencode</c> makes of its value: <c>content</c>, <c>=content</c> or <c>name=content</c>.</summary>
internal static class UrlEncoded
{
    public static string Of(ShellWord word)
    {
        var mark = word.Bytes.AsSpan().IndexOfAny((byte)'=', (byte)'@');
        if (mark >= 0 && word.Bytes[mark] == '@')
            throw new CurlException(Texts.NoFiles(word.Text[word.Text.IndexOf('@', StringComparison.Ordinal)..]));
        var content = Encoded(word.Bytes.AsSpan(mark + 1));
        return mark <= 0 ? content : $"{Encoding.UTF8.GetString(word.Bytes.AsSpan(0, mark))}={content}";
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
