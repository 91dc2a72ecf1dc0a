using System.Buffers;
using System.Globalization;
using System.Text;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>The request that curl would send, byte by byte, with the fields in curl's order.</summary>
/// <param name="Url">The URL.</param>
/// <param name="Bytes">The request.</param>
/// <param name="Warnings">Warnings about ignored parts of the command.</param>
internal sealed record CurlRequest(CurlUrl Url, byte[] Bytes, IReadOnlyList<LocalizedText> Warnings)
{
    /// <summary>curl's default User-Agent.</summary>
    public const string UserAgent = "curl/8";

    private const string TransferEncoding = "Transfer-Encoding";
    private const string FormType = "multipart/form-data";

    /// <exception cref="CurlException">The command cannot be converted to bytes.</exception>
    public static CurlRequest Of(string line)
    {
        var command = CurlCommand.Parse(line);
        var url = CurlUrl.Parse(command.Url!, command.PathAsIs, command.IsGlobOff);
        Check(command, url);

        var body = command.IsGet ? null : command.Parts.Count > 0 ? CurlPart.Body(command.Parts) : command.Data;
        var isChunked = body is not null && IsChunked(command);
        var method = command.Method ?? Encoding.ASCII.GetBytes(command.IsHead ? "HEAD" : body is null ? "GET" : "POST");
        byte[] target = command is { IsGet: true, Data: { } data } ? url.TargetWith(data) : url.Target;
        var bytes = new MemoryStream();
        bytes.Write([.. method, (byte)' ', .. target, .. command.Version == "-0" ? " HTTP/1.0\r\n"u8 : " HTTP/1.1\r\n"u8]);
        foreach (var field in Fields(command, url, body, isChunked))
            bytes.Write([.. field, .. "\r\n"u8]);
        bytes.Write("\r\n"u8);
        bytes.Write(isChunked ? Chunks(body!) : body);
        return new CurlRequest(url, bytes.ToArray(), [.. command.Warnings.Distinct()]);
    }

    private static void Check(CurlCommand command, CurlUrl url)
    {
        if (command.Version == "--http2")
        {
            command.Warnings.Add(Texts.OnlyHttp1);
            if (!url.IsSecure)
                throw new CurlException(Texts.UnknownCurlOption("--http2 (http://)")); // curl asks for an upgrade to HTTP/2
        }

        if (command.NamesFile && (url.EndsWithSlash || command.PathAsIs))
            throw new CurlException(Texts.CurlVersionsDiffer("-O with a URL that names no file"));
        if (command.User is not null && url.User is not null)
            throw new CurlException(Texts.CurlExcludes("-u", "user@"));
        if (command.PathAsIs && command is { IsGet: true, Data: not null })
            throw new CurlException(Texts.CurlVersionsDiffer("-G --path-as-is"));
        var hasBody = command.Parts.Count > 0 || (command.Data is not null && !command.IsGet);
        if (hasBody && command.Fields.Exists(field => CurlField.Is(field, "Expect") && CurlField.Value(field, "Expect").Contains("100", StringComparison.Ordinal)))
            throw new CurlException(Texts.CurlWaits);
        if (hasBody && command.Version == "-0" && IsChunked(command))
            throw new CurlException(Texts.CurlVersionsDiffer("-0 with Transfer-Encoding"));
        if (command.Parts.Count > 0)
            CheckForm(command);
    }

    private static void CheckForm(CurlCommand command)
    {
        var types = command.Fields.Where(field => CurlField.Replaces(field, "Content-Type")).ToArray();
        var isForm = types is [] || (types is [var type] && CurlField.Is(type, "Content-Type") && IsFormType(CurlField.Value(type, "Content-Type").TrimStart(' ')));
        if (!isForm)
            throw new CurlException(Texts.FormHeader("Content-Type"));
        if (command.Fields.Exists(field => CurlField.Replaces(field, TransferEncoding)))
            throw new CurlException(Texts.FormHeader(TransferEncoding));
        if (command.IsJson)
            throw new CurlException(Texts.CurlExcludes("--json", "-F"));
    }

    private static bool IsFormType(string value) =>
        value.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) && (value.Length == FormType.Length || value[FormType.Length] is ';' or ' ');

    // curl searches the first such field for the word.
    private static bool IsChunked(CurlCommand command) =>
        command.Fields.Find(field => CurlField.Replaces(field, TransferEncoding)) is { } coding && CurlField.Is(coding, TransferEncoding)
        && CurlField.Value(coding, TransferEncoding).Split('\r', '\n')[0].Contains("chunked", StringComparison.OrdinalIgnoreCase);

    private static byte[] Chunks(byte[] body) => body.Length == 0
        ? [.. "0\r\n\r\n"u8]
        : [.. Encoding.ASCII.GetBytes(body.Length.ToString("x", CultureInfo.InvariantCulture)), .. "\r\n"u8, .. body, .. "\r\n0\r\n\r\n"u8];

    // A field of -H replaces curl's own field and is sent unchanged.
    private static IEnumerable<byte[]> Fields(CurlCommand command, CurlUrl url, byte[]? body, bool isChunked)
    {
        var given = new List<byte[]>(command.Fields);
        foreach (var name in (string[])(command.IsJson ? ["Content-Type", "Accept"] : []))
        {
            if (!IsGiven(name))
                given.Add(Encoding.ASCII.GetBytes($"{name}: application/json"));
        }

        var host = Host(given, url);
        var user = command.User ?? url.User;
        var isForm = command.Parts.Count > 0;
        IEnumerable<byte[]> own =
        [
            .. Own("Authorization", user is null ? null : Encoding.ASCII.GetBytes("Basic " + Convert.ToBase64String(user))),
            .. Own("User-Agent", command.UserAgent ?? Encoding.ASCII.GetBytes(UserAgent)),
            .. Own("Accept", "*/*"u8.ToArray()),
            .. Own("Accept-Encoding", command.IsCompressed ? "deflate, gzip, br, zstd"u8.ToArray() : null),
            .. Own("Referer", command.Referer),
            .. Own("Cookie", command.Cookies),
        ];
        var custom = given.Select(CurlField.Line).OfType<byte[]>()
            .Where(line => !(host is not null && CurlField.Is(line, "Host")) && !(isForm && CurlField.Is(line, "Content-Type")));
        IEnumerable<byte[]> ofBody = body is null ? [] :
        [
            .. isChunked ? [] : Own("Content-Length", Encoding.ASCII.GetBytes(body.Length.ToString(CultureInfo.InvariantCulture))),
            .. isForm ? [FormTypeOf(given)] : Own("Content-Type", "application/x-www-form-urlencoded"u8.ToArray()),
        ];
        return [.. host is null ? [] : (byte[][])[host], .. own, .. custom, .. ofBody];

        bool IsGiven(string name) => given.Exists(field => CurlField.Replaces(field, name));
        IEnumerable<byte[]> Own(string name, byte[]? value) => value is null or [] || IsGiven(name) ? [] : [[.. Encoding.ASCII.GetBytes($"{name}: "), .. value]];
    }

    // The first given Host is sent first, even with an empty value; exactly "Host:" removes the field.
    private static byte[]? Host(List<byte[]> given, CurlUrl url)
    {
        var own = "Host: "u8;
        if (given.Find(field => CurlField.Replaces(field, "Host")) is not { } host)
            return [.. own, .. Encoding.ASCII.GetBytes(url.Authority)];
        return host.AsSpan().SequenceEqual("Host:"u8) ? null : [.. own[..5], .. host[5..]];
    }

    private static byte[] FormTypeOf(List<byte[]> given)
    {
        var type = given.Find(field => CurlField.Replaces(field, "Content-Type")) is { } field ? CurlField.Value(field, "Content-Type").TrimStart(' ') : FormType;
        return Encoding.Latin1.GetBytes($"Content-Type: {type}; boundary={CurlPart.Boundary}");
    }
}

/// <summary>A curl command cannot be converted to bytes.</summary>
/// <param name="what">The reason, in one sentence.</param>
public sealed class CurlException(LocalizedText what) : Exception(what.En)
{
    /// <summary>The reason, in one sentence.</summary>
    public LocalizedText What => what;
}

/// <summary>The text of a <c>-H</c> option as curl interprets it.</summary>
internal static class CurlField
{
    /// <summary>The characters that C's isspace accepts.</summary>
    public static SearchValues<byte> Blanks { get; } = SearchValues.Create(" \t\n\v\f\r"u8);

    /// <summary>The field line without its line end: <c>Name: value</c> unchanged, <c>Name;</c> as <c>Name:</c>. Null if curl sends
    /// none.</summary>
    public static byte[]? Line(byte[] field)
    {
        if (Array.IndexOf(field, (byte)':') is >= 0 and var colon)
            return colon > 0 && field.AsSpan(colon + 1).IndexOfAnyExcept(Blanks) >= 0 ? field : null;
        return Array.IndexOf(field, (byte)';') is >= 0 and var semicolon && semicolon == field.Length - 1 ? [.. field[..semicolon], (byte)':'] : null;
    }

    /// <summary>Whether it replaces curl's own field of this name, even by nothing: <c>Accept:</c>.</summary>
    public static bool Replaces(byte[] field, string name) =>
        field.Length > name.Length && field[name.Length] is (byte)':' or (byte)';' && Ascii.EqualsIgnoreCase(field.AsSpan(0, name.Length), name);

    /// <summary>Whether a field line has this name.</summary>
    public static bool Is(byte[] line, string name) => Replaces(line, name) && line[name.Length] == ':';

    /// <summary>The text after the name and its colon.</summary>
    public static string Value(byte[] field, string name) => Encoding.Latin1.GetString(field.AsSpan(name.Length + 1));
}
