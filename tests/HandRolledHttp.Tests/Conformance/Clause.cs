using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace HandRolledHttp.Tests.Conformance;

/// <summary>One case of Clauses/*.yaml: the bytes for the running server, and the responses that the named clause requires.</summary>
public sealed class Clause
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public string Name { get; set; } = "";

    /// <summary>The clause, for example <c>9112 §6.3 rule 4</c>.</summary>
    public string Rfc { get; set; } = "";

    /// <summary>The bytes, see <see cref="VectorBytes"/>; ETAG and MODIFIED are replaced with the validators of /files/hello.txt.</summary>
    public string Sends { get; set; } = "";

    /// <summary>The status of each response; <c>HEAD 200</c> for a response to HEAD, which has no body.</summary>
    public List<string> Answers { get; set; } = [];

    /// <summary>Whether the last of these responses ends the connection; otherwise the server also responds to the test's next request.</summary>
    public bool Ends { get; set; }

    /// <summary>Field lines of the last response.</summary>
    public List<string> Has { get; set; } = [];

    /// <summary>Field names that the last response must not have.</summary>
    public List<string> Lacks { get; set; } = [];

    /// <summary>The body of the last response; null if it does not matter.</summary>
    public string? Body { get; set; }

    /// <summary>
    /// Sent whole, not in pieces: after an unread body of unknown length, the connection stays open only if the whole body has arrived.
    /// </summary>
    public bool Whole { get; set; }

    public static IReadOnlyList<Clause> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Conformance", "Clauses"), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => s_yaml.Deserialize<List<Clause>>(File.ReadAllText(file)))];
}
