using System.Text.Json;

namespace Contract.Tests.Differential;

/// <summary>A server's reading of a request. An attacker can exploit two servers that differ here.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="Target">The request target as sent.</param>
/// <param name="Path">The decoded path, without dot segments.</param>
/// <param name="Fields"><c>name: value</c>, names in lower case; sorted by name, lines with the same name in order of arrival.</param>
/// <param name="Body">The content, in base64.</param>
/// <param name="Trailers">Like <paramref name="Fields"/>.</param>
public sealed record Understanding(string Method, string Target, string Path, string[] Fields, string Body, string[] Trailers)
{
    /// <summary>Field lines in the form for comparison.</summary>
    public static string[] Sorted(IEnumerable<KeyValuePair<string, string>> lines) =>
        [.. lines
            .Select(line => (Name: line.Key.ToLowerInvariant(), line.Value))
            .OrderBy(line => line.Name, StringComparer.Ordinal)
            .Select(line => $"{line.Name}: {line.Value}")];

    /// <summary>Reads the JSON of <see cref="ToJson"/>.</summary>
    public static Understanding FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Understanding>(json)!;

    /// <summary>The report in the response's body.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The aspects in which the two differ.</summary>
    public IEnumerable<(string Aspect, string Mine, string Theirs)> DifferencesFrom(Understanding other) =>
        new (string Aspect, string Mine, string Theirs)[]
        {
            ("method", Method, other.Method),
            ("target", Target, other.Target),
            ("path", Path, other.Path),
            ("fields", string.Join('\n', Fields), string.Join('\n', other.Fields)),
            ("body", Body, other.Body),
            ("trailers", string.Join('\n', Trailers), string.Join('\n', other.Trailers)),
        }.Where(aspect => aspect.Mine != aspect.Theirs);
}
