using System.Diagnostics;

namespace Benchmarks.Measuring;

/// <summary>Programs of others that take part when they are there.</summary>
internal static class Installed
{
    /// <summary>Where a program lies; null when it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program, most often a compiler, and tells whether it was content.</summary>
    public static bool Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments));
        process!.WaitForExit();
        return process.ExitCode == 0;
    }
}
