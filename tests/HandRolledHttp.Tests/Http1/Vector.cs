using HandRolledHttp.Http1;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace HandRolledHttp.Tests.Http1;

/// <summary>One case of Vectors/*.yaml: bytes, and either the parsed values or the broken rule.</summary>
public sealed class Vector
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public string Name { get; set; } = "";

    public string Bytes { get; set; } = "";

    public Dictionary<string, int> Limits { get; set; } = [];

    public string? Rejected { get; set; }

    public bool Partial { get; set; }

    public string? Method { get; set; }

    public string? Target { get; set; }

    public string? Path { get; set; }

    public string? Host { get; set; }

    public int? Version { get; set; }

    public bool? Persistent { get; set; }

    public bool? Continue { get; set; }

    public bool? Conditional { get; set; }

    public string? Framing { get; set; }

    public string? Body { get; set; }

    public List<string>? Fields { get; set; }

    public static IReadOnlyList<Vector> All { get; } =
        [.. Directory.GetFiles(System.IO.Path.Combine(AppContext.BaseDirectory, "Http1", "Vectors"), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => s_yaml.Deserialize<List<Vector>>(File.ReadAllText(file)))];

    public Limits ToLimits() => new Limits() with
    {
        RequestLine = Limits.GetValueOrDefault("requestLine", 8 * 1024),
        FieldSection = Limits.GetValueOrDefault("fieldSection", 32 * 1024),
        FieldCount = Limits.GetValueOrDefault("fieldCount", 100),
        ChunkExtension = Limits.GetValueOrDefault("chunkExtension", 4 * 1024),
        ChunkExtensions = Limits.GetValueOrDefault("chunkExtensions", 16 * 1024),
    };

    /// <summary>The bytes to send, and the range of the marked error.</summary>
    public (byte[] Bytes, int Offset, int Length) Decode()
    {
        var (offset, end) = (-1, -1);
        var bytes = VectorBytes.Decode(Bytes, (mark, at) => _ = mark == '«' ? offset = at : end = at);
        return (bytes, offset, end - offset);
    }

    public override string ToString() => Name;
}
