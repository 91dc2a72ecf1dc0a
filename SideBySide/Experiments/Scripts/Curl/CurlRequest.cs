using System.Globalization;
using System.Text;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>The request that curl would send, byte by byte: its fields in its order.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Bytes">The request.</param>
/// <param name="Warnings">What of the command was left out.</param>
internal sealed record CurlRequest(CurlUrl Url, byte[] Bytes, IReadOnlyList<Bilingual> Warnings)
{
    /// <summary>What curl calls itself unless told otherwise.</summary>
    public const string UserAgent = "curl/8";

    /// <exception cref="CurlException">It cannot be turned into bytes.</exception>
    public static CurlRequest Of(string line)
    {
        var command = CurlCommand.Parse(line);
        var url = CurlUrl.Parse(command.Url!, command.PathAsIs);
        if (command.Data is not null && command.Parts.Count > 0)
            throw new CurlException(Texts.FormOrData);

        var body = command.IsGet ? null : command.Parts.Count > 0 ? CurlPart.Body(command.Parts) : command.Data;
        if (body is not null && command.IsHead)
            throw new CurlException(Texts.HeadWithData);
        var method = command.Method ?? (command.IsHead ? "HEAD" : body is null ? "GET" : "POST");
        var query = command is { IsGet: true, Data: { } data } ? (url.Query is null ? "" : url.Query + "&") + Encoding.UTF8.GetString(data) : url.Query;
        var head = new StringBuilder($"{method} {url.Path}{(query is null ? "" : "?" + query)} {(command.IsHttp10 ? "HTTP/1.0" : "HTTP/1.1")}\r\n");
        foreach (var field in Fields(command, url, body))
            _ = head.Append(field).Append("\r\n");
        return new CurlRequest(url, [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body ?? []], command.Warnings);
    }

    // A field of -H takes the place of curl's own; it goes out as it is written.
    private static IEnumerable<string> Fields(CurlCommand command, CurlUrl url, byte[]? body)
    {
        var given = command.Fields.Select(Split).OfType<(string Name, string Line)>().ToList();
        foreach (var name in (string[])(command.IsJson ? ["Content-Type", "Accept"] : []))
        {
            if (!IsGiven(name))
                given.Add((name, $"{name}: application/json"));
        }

        var user = command.User ?? (url.User is null ? null : Uri.UnescapeDataString(url.User));
        IEnumerable<(string Name, string? Value)> own =
        [
            ("Host", url.Authority),
            ("Authorization", user is null ? null : "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user.Contains(':', StringComparison.Ordinal) ? user : user + ":"))),
            ("User-Agent", command.UserAgent ?? UserAgent),
            ("Accept", "*/*"),
            ("Accept-Encoding", command.IsCompressed ? "deflate, gzip, br, zstd" : null),
            ("Referer", command.Referer),
            ("Cookie", command.Cookies),
        ];
        IEnumerable<(string Name, string? Value)> ofBody =
        [
            ("Content-Length", body?.Length.ToString(CultureInfo.InvariantCulture)),
            ("Content-Type", body is null ? null : command.Parts.Count > 0 ? $"multipart/form-data; boundary={CurlPart.Boundary}" : "application/x-www-form-urlencoded"),
        ];

        // Host stays first, also when it is given.
        var host = given.Where(field => field.Name.Equals("Host", StringComparison.OrdinalIgnoreCase)).ToArray();
        return [.. Sent(host), .. Added(own), .. Sent(given.Except(host)), .. Added(ofBody)];

        bool IsGiven(string name) => given.Any(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        IEnumerable<string> Added(IEnumerable<(string Name, string? Value)> fields) =>
            fields.Where(field => !string.IsNullOrEmpty(field.Value) && !IsGiven(field.Name)).Select(field => $"{field.Name}: {field.Value}");
        static IEnumerable<string> Sent(IEnumerable<(string Name, string Line)> fields) => fields.Select(field => field.Line).Where(line => line.Length > 0);
    }

    // "Name: value" is sent, "Name:" only takes curl's own away, "Name;" is sent empty; what is none of these curl drops.
    private static (string Name, string Line)? Split(string field)
    {
        if (field.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            return (field[..colon], string.IsNullOrWhiteSpace(field[(colon + 1)..]) ? "" : field);
        return field.EndsWith(';') && field.Length > 1 ? (field[..^1], field[..^1] + ":") : null;
    }
}
