namespace SideBySide.Experiments.Scripts;

/// <summary>The limits of a script. They stop mistakes and abuse.</summary>
public static class ScriptLimits
{
    /// <summary>Characters of text.</summary>
    public const int Length = 64 * 1024;

    /// <summary>Sent bytes in total.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Steps.</summary>
    public const int Steps = 1000;

    /// <summary>Connections.</summary>
    public const int Connections = 16;

    /// <summary>Pauses and waits in total.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(15);
}
