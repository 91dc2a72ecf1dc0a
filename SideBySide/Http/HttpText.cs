using System.Globalization;
using System.Text;
using System.Text.Unicode;
using HandRolledHttp.Http1;
using HandRolledHttp.Web;
using RawSocketServer;

namespace SideBySide.Http;

/// <summary>Bytes of a message as text.</summary>
internal static class HttpText
{
    /// <summary>The longest body that is shown as text.</summary>
    private const int MaxBody = 64 * 1024;

    /// <summary>HTTP gives bytes above ASCII no meaning (RFC 9110 §5.5): valid UTF-8 is decoded; otherwise each byte becomes one
    /// character.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) => (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);

    /// <summary>Fields as names and values.</summary>
    public static IReadOnlyList<NamedValue> Fields(ReadOnlySpan<byte> bytes, ReadOnlySpan<FieldLine> lines)
    {
        var fields = new List<NamedValue>(lines.Length);
        foreach (ref readonly var line in lines)
            fields.Add(new NamedValue(Encoding.Latin1.GetString(line.Name.Of(bytes)), Of(line.Value.Of(bytes))));
        return fields;
    }

    /// <summary>A query as names and values, decoded as the server decodes them.</summary>
    public static IReadOnlyList<NamedValue> Parameters(ReadOnlySpan<byte> query)
    {
        var parameters = new List<NamedValue>();
        for (var pairs = new FormPairs(query); pairs.MoveNext();)
            parameters.Add(new NamedValue(FormDecoding.Decode(pairs.Name), FormDecoding.Decode(pairs.Value)));
        return parameters;
    }

    /// <summary>Content as text; null if it is empty, long or not UTF-8.</summary>
    public static string? Body(ReadOnlySpan<byte> bytes, IReadOnlyList<ByteRange> pieces)
    {
        if (pieces.Sum(piece => (long)piece.Length) is 0 or > MaxBody)
            return null;
        var body = Join(bytes, pieces);
        return Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : null;
    }

    /// <summary>The concatenated pieces.</summary>
    public static byte[] Join(ReadOnlySpan<byte> bytes, IReadOnlyList<ByteRange> pieces)
    {
        var joined = new byte[pieces.Sum(piece => piece.Length)];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.Of(bytes).CopyTo(joined.AsSpan(at));
            at += piece.Length;
        }

        return joined;
    }
}

/// <summary>Bytes of a message as text in which nothing hides, cut when they are many.</summary>
internal static class VisibleText
{
    private const int ShownBytes = 240;

    /// <summary>The bytes on one line, escaped as <see cref="VisibleBytes.Next"/> does.</summary>
    public static string Of(ReadOnlySpan<byte> bytes)
    {
        var rest = bytes;
        var text = new StringBuilder();
        while (rest.Length > 0 && bytes.Length - rest.Length < ShownBytes)
            _ = text.Append(VisibleBytes.Next(ref rest, out _));
        return rest.IsEmpty ? text.ToString() : text.Append('…').ToString();
    }

    /// <summary>The same for text.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The bytes in hexadecimal.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes)
    {
        var shown = bytes[..Math.Min(bytes.Length, ShownBytes)].ToArray();
        var text = string.Join(' ', shown.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
        return shown.Length < bytes.Length ? text + " …" : text;
    }
}
