namespace SideBySide.Measure.Load;

/// <summary>
/// Keeps server and clients from fighting for the same processor, where the system can (taskset of util-linux) and has two. With one
/// processor each, a comparison shows what a server costs and not how the scheduler felt.
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

    /// <summary>The command line that runs another one on one processor; the same one when there is none to choose.</summary>
    public static IReadOnlyList<string> Pin(IReadOnlyList<string> command, int? processor) =>
        processor is null || !IsPossible ? command : [s_taskset!, "-c", $"{processor}", .. command];
}
