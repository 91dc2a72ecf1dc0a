using HandRolledHttp.Http1;

namespace HandRolledHttp.Fuzz.Targets;

internal static class FuzzLimits
{
    public static Limits Usual { get; } = new();

    public static Limits Small { get; } = new()
    {
        RequestLine = 64,
        FieldSection = 256,
        FieldCount = 8,
        EmptyLines = 2,
        ChunkExtension = 16,
        ChunkExtensions = 24,
        Body = 64,
    };
}
