using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace HandRolledHttp.Tests.Conformance;

/// <summary>One case of Clauses/*.yaml: what is sent to the running server, and what it must answer by the clause that is named.</summary>
public sealed class Clause
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public string Name { get; set; } = "";

    /// <summary>The clause, for example <c>9112 §6.3 rule 4</c>.</summary>
    public string Rfc { get; set; } = "";

    /// <summary>See <see cref="VectorBytes"/>; ETAG and MODIFIED stand for the validators of /files/hello.txt.</summary>
    public string Sends { get; set; } = "";

    /// <summary>The status of each answer; <c>HEAD 200</c> when it answers HEAD and so has no body.</summary>
    public List<string> Answers { get; set; } = [];

    /// <summary>The server ends the connection after the last of these; otherwise it answers the request that the test sends behind them.</summary>
    public bool Ends { get; set; }

    /// <summary>Field lines of the last answer.</summary>
    public List<string> Has { get; set; } = [];

    /// <summary>Field names that it must not have.</summary>
    public List<string> Lacks { get; set; } = [];

    /// <summary>Its body, when it matters.</summary>
    public string? Body { get; set; }

    public static IReadOnlyList<Clause> All { get; } =
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Conformance", "Clauses"), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => s_yaml.Deserialize<List<Clause>>(File.ReadAllText(file)))];
}
