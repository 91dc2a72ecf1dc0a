using System.Diagnostics;
using System.Text;

namespace TestKit;

/// <summary>The result of a finished program.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">Its standard output, byte for byte.</param>
/// <param name="Error">Its standard error.</param>
public sealed record ToolResult(int ExitCode, byte[] Output, string Error)
{
    /// <summary>Its standard output as UTF-8.</summary>
    public string Text => Encoding.UTF8.GetString(Output);
}

/// <summary>Another project's program: curl, nc, python3. Real clients find errors that a test's own client does not.</summary>
/// <param name="path">The program's file.</param>
public sealed class Tool(string path)
{
    /// <summary>The program's file.</summary>
    public string Path => path;

    /// <summary>Finds a program, or skips the test. If CI=true, the test fails instead.</summary>
    /// <param name="names">The program's name, then alternative names.</param>
    public static Tool Require(params string[] names)
    {
        if (Find(names) is { } tool)
            return tool;
        var reason = $"{string.Join(" or ", names)} is not installed on this machine.";
        Missing(reason);
        throw new InvalidOperationException(reason);
    }

    /// <summary>
    /// Finds the system's program, or one on PATH; null if it is missing. A version manager's <c>python3</c> on PATH is a script, which
    /// takes longer to start than Python.
    /// </summary>
    public static Tool? Find(params string[] names)
    {
        var folders = ("/usr/bin" + System.IO.Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"))
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var endings = OperatingSystem.IsWindows() ? new[] { ".exe", ".cmd" } : [""];
        var found = names.SelectMany(n => folders.SelectMany(f => endings.Select(e => System.IO.Path.Combine(f, n + e)))).FirstOrDefault(File.Exists);
        return found is null ? null : new Tool(found);
    }

    /// <summary>Skips the test because a program is missing; if CI=true, fails it.</summary>
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(reason + " With CI=true nothing may be skipped.");
        Assert.Skip(reason);
    }

    /// <summary>Runs the program to its end.</summary>
    /// <param name="args">The arguments, unquoted.</param>
    public Task<ToolResult> RunAsync(params string[] args) => RunAsync(args, input: null);

    /// <summary>Runs the program to its end.</summary>
    /// <param name="args">The arguments, unquoted.</param>
    /// <param name="input">Its whole standard input; null for an empty one.</param>
    /// <param name="environment">Variables to set; null removes one.</param>
    /// <param name="timeout">The program is killed after this time and the test fails; default <see cref="Hang.Guard"/>.</param>
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
            // Input, output and error at the same time: a program with a full output pipe stops reading its input, and vice versa.
            await Task.WhenAll(
                FeedAsync(process, input, late.Token),
                process.StandardOutput.BaseStream.CopyToAsync(output, late.Token),
                process.StandardError.BaseStream.CopyToAsync(error, late.Token));
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{path} did not end within {patience.TotalSeconds} s. Output: {Text.Visible(output.ToArray())} Error: {Text.Visible(error.ToArray())}");
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

        // A developer's own settings must not affect a test; tests of languages set the language.
        foreach (var (name, value) in new Dictionary<string, string?> { ["LANG"] = "C.UTF-8", ["LC_ALL"] = null, ["LANGUAGE"] = null }
            .Concat(environment ?? new Dictionary<string, string?>()))
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
            // The program ended, or closed its input, before it had read everything; its exit code and output show the reason.
        }
    }
}
