using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A part of a multipart form: <c>-F name=value</c>, optionally quoted or with <c>;type=…</c>. curl's other attributes are
/// rejected.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Type">Its media type; null for none.</param>
internal sealed partial record CurlPart(byte[] Name, byte[] Value, string? Type)
{
    /// <summary>Long enough not to occur in a value by chance; curl generates a random one.</summary>
    public const string Boundary = "------------------------CsVsBsCsVsBsCsVsBsCsVs";

    /// <exception cref="CurlException">The part has no name, names a file, or has an attribute other than a type.</exception>
    public static CurlPart Parse(ShellWord word, bool literally = false)
    {
        var equals = Array.IndexOf(word.Bytes, (byte)'=');
        if (equals <= 0)
            throw new CurlException(Texts.NoFormPart(word.Text));
        var (name, content) = (word.Bytes[..equals], word.Bytes[(equals + 1)..]);
        if (literally)
            return new CurlPart(name, content, null);
        if (content is [(byte)'@' or (byte)'<', ..])
            throw new CurlException(Texts.NoFiles(Encoding.UTF8.GetString(content)));
        if (content is [(byte)'(', ..])
            throw new CurlException(Texts.FormAttribute(word.Text));

        content = content[Math.Min(content.Length, Blanks(content))..];
        var (value, rest) = content is [(byte)'"', ..] ? Quoted(content, word) : Unquoted(content);
        if (rest.Length == 0)
            return new CurlPart(name, value, null);
        var type = TypeOnly().Match(Encoding.Latin1.GetString(rest));
        return type.Success ? new CurlPart(name, value, type.Groups[1].Value) : throw new CurlException(Texts.FormAttribute(word.Text));
    }

    /// <summary>The body with all parts.</summary>
    public static byte[] Body(IEnumerable<CurlPart> parts)
    {
        var body = new MemoryStream();
        foreach (var part in parts)
        {
            body.Write(Encoding.ASCII.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\""));
            foreach (var octet in part.Name)
                body.Write(octet switch { (byte)'"' => "%22"u8, (byte)'\r' => "%0D"u8, (byte)'\n' => "%0A"u8, _ => [octet] });
            body.Write(Encoding.ASCII.GetBytes($"\"\r\n{(part.Type is null ? "" : $"Content-Type: {part.Type}\r\n")}\r\n"));
            body.Write(part.Value);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"));
        return body.ToArray();
    }

    private static int Blanks(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExcept(CurlField.Blanks) is >= 0 and var first ? first : bytes.Length;

    private static (byte[] Value, byte[] Attributes) Unquoted(byte[] content)
    {
        var end = Array.IndexOf(content, (byte)';') is >= 0 and var semicolon ? semicolon : content.Length;
        var last = content.AsSpan(0, end).LastIndexOfAnyExcept(CurlField.Blanks);
        return (content[..(last + 1)], content[end..]);
    }

    // In quotes a semicolon is literal; \" and \\ mean " and \.
    private static (byte[] Value, byte[] Attributes) Quoted(byte[] content, ShellWord word)
    {
        var value = new List<byte>();
        for (var at = 1; at < content.Length; at++)
        {
            if (content[at] == '"')
                return ([.. value], content[(at + 1 + Blanks(content.AsSpan(at + 1)))..]);
            if (content[at] == '\\' && at + 1 < content.Length && content[at + 1] is (byte)'\\' or (byte)'"')
                at++;
            value.Add(content[at]);
        }

        throw new CurlException(Texts.FormAttribute(word.Text));
    }

    [GeneratedRegex(@"^;[ \t]*type=([A-Za-z0-9.+_-]+/[A-Za-z0-9.+_-]+)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TypeOnly();
}

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
