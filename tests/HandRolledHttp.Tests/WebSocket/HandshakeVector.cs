using HandRolledHttp.Connection.WebSockets;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>One case of Vectors/handshakes.yaml: the changes to the handshake of RFC 6455 §1.3, and whether it is accepted.</summary>
public sealed class HandshakeVector
{
    private static readonly IDeserializer s_yaml =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public string Name { get; set; } = "";

    public string Line { get; set; } = "GET /ws/echo HTTP/1.1";

    public Dictionary<string, string> Set { get; set; } = [];

    public List<string> Remove { get; set; } = [];

    public List<string> Add { get; set; } = [];

    public bool Secure { get; set; }

    public string Allowed { get; set; } = "";

    public List<string> Supported { get; set; } = [];

    public string? Protocol { get; set; }

    /// <summary>The value in the response.</summary>
    public string Accept { get; set; } = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    public string? Rejected { get; set; }

    /// <summary>Whether a field is missing before the empty line.</summary>
    public bool AtEnd { get; set; }

    /// <summary>Whether the error begins after the head.</summary>
    public bool AtBody { get; set; }

    public static IReadOnlyList<HandshakeVector> All { get; } =
        s_yaml.Deserialize<List<HandshakeVector>>(File.ReadAllText(Path.Combine(FrameVector.Folder, "handshakes.yaml")));

    public WebSocketOptions ToOptions() => new() { AllowedOrigins = Allowed };

    /// <summary>The head, and the range of the marked error.</summary>
    public (byte[] Bytes, int Offset, int Length) Decode()
    {
        var fields = new Dictionary<string, string>
        {
            ["Host"] = "localhost",
            ["Upgrade"] = "websocket",
            ["Connection"] = "Upgrade",
            ["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ==",
            ["Sec-WebSocket-Version"] = "13",
        };
        foreach (var (name, value) in Set)
            fields[name] = value;
        var lines = fields.Where(field => !Remove.Contains(field.Key)).Select(field => $"{field.Key}: {field.Value}").Concat(Add);
        var (offset, end) = (-1, -1);
        var head = $"{Line}\\r\\n{string.Concat(lines.Select(line => line + "\\r\\n"))}\\r\\n";
        var bytes = VectorBytes.Decode(head, (mark, at) => _ = mark == '«' ? offset = at : end = at);
        if (AtEnd || AtBody)
            offset = end = bytes.Length - (AtEnd ? 2 : 0);
        return (bytes, offset, end - offset);
    }

    public override string ToString() => Name;
}
