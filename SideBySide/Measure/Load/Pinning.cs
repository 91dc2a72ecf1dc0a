namespace SideBySide.Measure.Load;

/// <summary>
/// Pins server and clients to different processors, if the system has taskset (util-linux) and two processors. With one processor each, a
/// comparison shows the cost of a server, not the decisions of the scheduler.
/// </summary>
public static class Pinning
{
    /// <summary>The processor for servers.</summary>
    public const int Server = 0;

    /// <summary>The processor for clients.</summary>
    public const int Client = 1;

    private static readonly string? s_taskset = new[] { "/usr/bin/taskset", "/bin/taskset" }.FirstOrDefault(File.Exists);

    /// <summary>Whether processes can be pinned here.</summary>
    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Environment.ProcessorCount >= 2 && s_taskset is not null;

    /// <summary>A command line that runs another one on one processor; unchanged without pinning.</summary>
    public static IReadOnlyList<string> Pin(IReadOnlyList<string> command, int? processor) =>
        processor is null || !IsPossible ? command : [s_taskset!, "-c", $"{processor}", .. command];
}
