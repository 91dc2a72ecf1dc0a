using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A part of a multipart form: <c>-F name=value</c>, perhaps with <c>;type=…</c>.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Type">Its media type; null for none.</param>
internal sealed record CurlPart(string Name, byte[] Value, string? Type)
{
    /// <summary>Longer than what could occur in a value by chance; curl takes a random one.</summary>
    public const string Boundary = "------------------------CsVsBsCsVsBsCsVsBsCsVs";

    public static CurlPart Parse(ShellWord word, bool literally = false)
    {
        var equals = Array.IndexOf(word.Bytes, (byte)'=');
        if (equals <= 0)
            throw new CurlException(Texts.NoFormPart(word.Text));
        var (name, value) = (Encoding.UTF8.GetString(word.Bytes.AsSpan(0, equals)), word.Bytes[(equals + 1)..]);
        if (literally)
            return new CurlPart(name, value, null);
        if (value is [(byte)'@' or (byte)'<', ..])
            throw new CurlException(Texts.NoFiles(Encoding.UTF8.GetString(value)));
        var type = value.AsSpan().IndexOf(";type="u8);
        return type < 0 ? new CurlPart(name, value, null) : new CurlPart(name, value[..type], Encoding.UTF8.GetString(value.AsSpan(type + 6)));
    }

    /// <summary>All parts as a body.</summary>
    public static byte[] Body(IEnumerable<CurlPart> parts)
    {
        var body = new MemoryStream();
        foreach (var part in parts)
        {
            var name = part.Name.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
            var type = part.Type is null ? "" : $"Content-Type: {part.Type}\r\n";
            body.Write(Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{type}\r\n"));
            body.Write(part.Value);
            body.Write("\r\n"u8);
        }

        body.Write(Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"));
        return body.ToArray();
    }
}
