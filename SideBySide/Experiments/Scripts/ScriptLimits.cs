namespace SideBySide.Experiments.Scripts;

/// <summary>How much a script may ask for. Whoever writes more has made a mistake, or means harm.</summary>
public static class ScriptLimits
{
    /// <summary>Characters of text.</summary>
    public const int Length = 64 * 1024;

    /// <summary>Bytes that are sent in all.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Steps.</summary>
    public const int Steps = 1000;

    /// <summary>Connections.</summary>
    public const int Connections = 16;

    /// <summary>Pauses and waits in all.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(15);
}
