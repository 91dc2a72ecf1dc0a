using System.Text;
using System.Text.Unicode;

namespace SideBySide.Wire;

/// <summary>Bytes of a head as text. HTTP gives those above ASCII no meaning (RFC 9110 §5.5): most are UTF-8, the rest is kept one by one.</summary>
internal static class WireText
{
    public static string Of(ReadOnlySpan<byte> bytes) => (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
}
