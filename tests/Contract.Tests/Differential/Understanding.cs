using System.Text.Json;

namespace Contract.Tests.Differential;

/// <summary>What a server took a request for. Two servers that disagree here can be played against each other.</summary>
/// <param name="Method">As the server names it.</param>
/// <param name="Target">The request target as sent.</param>
/// <param name="Path">Decoded, without dot segments.</param>
/// <param name="Fields"><c>name: value</c>, names in lower case; sorted by name, the lines of one name in the order in which they came.</param>
/// <param name="Body">The content, in base64.</param>
/// <param name="Trailers">As <paramref name="Fields"/>.</param>
public sealed record Understanding(string Method, string Target, string Path, string[] Fields, string Body, string[] Trailers)
{
    /// <summary>Field lines in the form in which they are compared.</summary>
    public static string[] Sorted(IEnumerable<KeyValuePair<string, string>> lines) =>
        [.. lines.Select(line => (Name: line.Key.ToLowerInvariant(), line.Value)).OrderBy(line => line.Name, StringComparer.Ordinal).Select(line => $"{line.Name}: {line.Value}")];

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static Understanding FromJson(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<Understanding>(json)!;

    /// <summary>The report that goes back as the response's body.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>What the two do not agree about.</summary>
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
