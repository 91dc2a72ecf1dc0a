using System.Diagnostics;

namespace Benchmarks.Measuring;

/// <summary>Other projects' programs, which are measured if they are installed.</summary>
internal static class Installed
{
    /// <summary>The path of a program; null if it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>Compiles a server; prints a message if that fails.</summary>
    /// <param name="what">The server's name.</param>
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
