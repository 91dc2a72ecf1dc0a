using System.Globalization;
using System.Text;

namespace TestKit;

/// <summary>Shows bytes in the message of a failed test.</summary>
public static class Text
{
    /// <summary>Decodes UTF-8 and escapes line ends and other control characters; cut after 500 characters.</summary>
    public static string Visible(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var c in Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 500)]))
        {
            _ = c switch
            {
                '\r' => text.Append("\\r"),
                '\n' => text.Append("\\n"),
                _ when char.IsControl(c) => text.Append("\\x").Append(((int)c).ToString("X2", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        return bytes.Length > 500 ? $"{text}… ({bytes.Length} bytes)" : text.ToString();
    }
}
