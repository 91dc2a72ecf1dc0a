using System.Diagnostics;

namespace Benchmarks.Measuring;

/// <summary>Programs of others that take part when they are there.</summary>
internal static class Installed
{
    /// <summary>Where a program lies; null when it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Compiles what takes part, and says so when that cannot be done here.</summary>
    /// <param name="what">Who takes part.</param>
    /// <param name="compiler">The program to run.</param>
    /// <param name="arguments">Its arguments.</param>
    public static bool Compile(string what, string compiler, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(compiler, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            Console.WriteLine($"{what} does not take part: {output.Trim().Split('\n')[0]}");
        return process.ExitCode == 0;
    }
}
