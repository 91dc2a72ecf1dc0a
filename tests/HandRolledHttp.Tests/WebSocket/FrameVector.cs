using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>One case of Vectors/frames.yaml: frames, and either the messages in them or the broken rule.</summary>
public sealed class FrameVector
{
    private static readonly IDeserializer s_yaml =
        new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public string Name { get; set; } = "";

    /// <summary>The frames in the notation of <see cref="Frames.Parse"/>.</summary>
    public string Frames { get; set; } = "";

    /// <summary>They are a server's: the notation's frames have no mask, and none may have one.</summary>
    public bool FromServer { get; set; }

    public int MaxMessage { get; set; } = 1 << 20;

    /// <summary>The completed elements in order: <c>text Hi</c>, <c>binary</c>, <c>ping</c>, <c>pong</c>, <c>close 1000 reason</c>.</summary>
    public List<string> Reads { get; set; } = [];

    public string? Rejected { get; set; }

    public bool Partial { get; set; }

    public static IReadOnlyList<FrameVector> All { get; } =
        s_yaml.Deserialize<List<FrameVector>>(File.ReadAllText(Path.Combine(Folder, "frames.yaml")));

    internal static string Folder => Path.Combine(AppContext.BaseDirectory, "WebSocket", "Vectors");

    /// <summary>The bytes to send, and the range of the marked error.</summary>
    public (byte[] Bytes, int Offset, int Length) Decode()
    {
        var (offset, end) = (-1, -1);
        var bytes = WebSocket.Frames.Parse(Frames, (mark, at) => _ = mark == '«' ? offset = at : end = at, !FromServer);
        return (bytes, offset, end - offset);
    }

    public override string ToString() => Name;
}
