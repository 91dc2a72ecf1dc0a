using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HandRolledHttp.Tests;

/// <summary>
/// The notation of bytes in data files: UTF-8 text with the escapes \r \n \t \\ \xNN, and \*5000(ab) for 5000 repetitions. The guillemets
/// « and » are marks, not bytes.
/// </summary>
internal static partial class VectorBytes
{
    /// <summary>Decodes the bytes.</summary>
    /// <param name="text">The text in the file.</param>
    /// <param name="mark">Called with each guillemet and its byte offset.</param>
    public static byte[] Decode(string text, Action<char, int>? mark = null)
    {
        text = Repetition().Replace(text, match => string.Concat(Enumerable.Repeat(
            match.Groups[2].Value, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))));
        using var bytes = new MemoryStream();
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '«' or '»':
                    mark?.Invoke(text[i], (int)bytes.Length);
                    break;
                case '\\' when text[i + 1] == 'x':
                    bytes.WriteByte(byte.Parse(text.AsSpan(i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 3;
                    break;
                case '\\':
                    bytes.WriteByte(text[++i] switch
                    {
                        'r' => (byte)'\r',
                        'n' => (byte)'\n',
                        't' => (byte)'\t',
                        '\\' => (byte)'\\',
                        var other => throw new FormatException($"\\{other} is no escape: {text}"),
                    });
                    break;
                default:
                    bytes.Write(Encoding.UTF8.GetBytes([text[i]]));
                    break;
            }
        }

        return bytes.ToArray();
    }

    [GeneratedRegex(@"\\\*(\d+)\(([^)]*)\)")]
    private static partial Regex Repetition();
}
