using System.Diagnostics;
using System.Text;

namespace TestKit;

/// <summary>What a finished program left behind.</summary>
/// <param name="ExitCode">0 when it was content.</param>
/// <param name="Output">Its standard output, byte for byte.</param>
/// <param name="Error">Its standard error.</param>
public sealed record ToolResult(int ExitCode, byte[] Output, string Error)
{
    /// <summary>Its standard output as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>A program that nobody here wrote: curl, nc, python3. Real clients find what a test's own client never would.</summary>
/// <param name="path">Its file.</param>
public sealed class Tool(string path)
{
    /// <summary>Its file.</summary>
    public string Path => path;

    /// <summary>Finds a program, or skips the test with the reason. Where CI=true nothing may be skipped, so there it fails.</summary>
    /// <param name="names">The program's name, then others that it goes by.</param>
    public static Tool Require(params string[] names)
    {
        if (Find(names) is { } tool)
            return tool;
        var reason = $"{string.Join(" or ", names)} is not installed on this machine.";
        Missing(reason);
        throw new InvalidOperationException(reason);
    }

    /// <summary>Finds a program on PATH; null when it is not there.</summary>
    public static Tool? Find(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var endings = OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd" } : [""];
        var found = names.SelectMany(n => folders.SelectMany(f => endings.Select(e => System.IO.Path.Combine(f, n + e)))).FirstOrDefault(File.Exists);
        return found is null ? null : new Tool(found);
    }

    /// <summary>Says that something a test needs is missing: skips it here, fails it where CI=true.</summary>
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason + " With CI=true nothing may be skipped.");
        Assert.Skip(reason);
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="args">Arguments, each as the program shall see it.</param>
    public Task<ToolResult> RunAsync(params string[] args) => RunAsync(args, input: null);

    /// <summary>Runs it to its end.</summary>
    /// <param name="args">Arguments, each as the program shall see it.</param>
    /// <param name="input">Its standard input, ended after these bytes; null gives it an empty one.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="timeout">After which it is killed and the test fails; default <see cref="Hang.Guard"/>.</param>
    public async Task<ToolResult> RunAsync(
        IEnumerable<string> args, byte[]? input = null, IReadOnlyDictionary<string, string?>? environment = null, TimeSpan? timeout = null)
    {
        var patience = timeout ?? Hang.Guard;
        using var late = new CancellationTokenSource(patience);
        using var process = Process.Start(StartInfo(path, args, environment))!;
        var output = new MemoryStream();
        var error = new MemoryStream();
        try
        {
            // All three at once: a program that cannot write stops reading, and the other way round.
            await Task.WhenAll(
                FeedAsync(process, input, late.Token),
                process.StandardOutput.BaseStream.CopyToAsync(output, late.Token),
                process.StandardError.BaseStream.CopyToAsync(error, late.Token));
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{path} did not end within {patience.TotalSeconds} s. Output: {Text.Visible(output.ToArray())} Error: {Text.Visible(error.ToArray())}");
        }

        return new ToolResult(process.ExitCode, output.ToArray(), Encoding.UTF8.GetString(error.ToArray()));
    }

    internal static ProcessStartInfo StartInfo(string path, IEnumerable<string> args, IReadOnlyDictionary<string, string?>? environment)
    {
        var start = new ProcessStartInfo(path, args)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A developer's own settings must not decide a test; languages are chosen by the tests that are about them.
        foreach (var (name, value) in new Dictionary<string, string?> { ["LANG"] = "C.UTF-8", ["LC_ALL"] = null, ["LANGUAGE"] = null }.Concat(environment ?? new Dictionary<string, string?>()))
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return start;
    }

    private static async Task FeedAsync(Process process, byte[]? input, CancellationToken late)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input ?? [], late);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended, or closed its input, without reading all: its exit code and output tell the rest.
        }
    }
}
