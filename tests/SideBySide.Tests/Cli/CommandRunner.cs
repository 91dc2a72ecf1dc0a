using System.Text;
using SideBySide.Cli;

namespace SideBySide.Tests.Cli;

/// <summary>Runs the command line in this process. Only signals, encodings and pipes need a separate process.</summary>
internal static class CommandRunner
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="args">The arguments, without <c>--lang</c>.</param>
    /// <param name="input">Standard input, one character per byte.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>, for this call only, so that tests can run in parallel; null for no <c>--lang</c>.</param>
    /// <param name="guard">A guard for a command that runs many programs one after the other; null for one minute.</param>
    public static async Task<ToolResult> RunAsync(IEnumerable<string> args, string input = "", string? language = "en", TimeSpan? guard = null)
    {
        using var stop = new StopRequest();
        return await RunAsync(
            language is null ? [.. args] : [.. args, "--lang", language], stop, () => new MemoryStream(Encoding.Latin1.GetBytes(input)), guard);
    }

    /// <summary>Runs a command that the test can stop.</summary>
    public static async Task<ToolResult> RunAsync(string[] args, StopRequest stop, Func<Stream> openInput, TimeSpan? guard = null)
    {
        await using StringWriter output = new(), error = new();
        var invocation = new Invocation { Output = output, Error = error, OpenInput = openInput };
        var exitCode = await CommandLine.RunAsync(args, invocation, stop).WaitAsync(guard ?? Hang.Guard, TestContext.Current.CancellationToken);
        return new ToolResult(exitCode, Encoding.UTF8.GetBytes(output.ToString()), error.ToString());
    }
}
