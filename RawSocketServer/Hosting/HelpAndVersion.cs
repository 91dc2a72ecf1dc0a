using System.CommandLine;

namespace RawSocketServer.Hosting;

/// <summary>
/// Handles <c>--help</c> and <c>--version</c>. .NET's configuration reads a server's own options; the command line here only describes
/// them.
/// </summary>
public static class HelpAndVersion
{
    private static readonly string[] s_questions = ["--help", "-h", "-?", "/h", "/?", "--version"];

    /// <summary>Whether the command line asks for help or the version.</summary>
    public static bool AreAsked(string[] args) => args.Any(s_questions.Contains);

    /// <summary>Prints the help or the version, or runs the sub-command, in the user's language.</summary>
    /// <returns>The exit code of the command; after an error in the command line, that of a server or of a sub-command.</returns>
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        // A message may begin with @; it must not be read as the name of a file with more arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors is [var error, ..])
        {
            await Console.Error.WriteLineAsync(error.Message);
            return parsed.CommandResult.Command is RootCommand ? ExitCodes.Failure : ExitCodes.Usage;
        }

        var screen = new StringWriter();
        var code = await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = screen });
        await Console.Out.WriteAsync(Translate(screen.ToString()));
        return code;
    }

    // System.CommandLine has a few words of its help in English only.
    private static string Translate(string help) => Messages.Say(help, help
        .Replace("Description:", "说明:", StringComparison.Ordinal)
        .Replace("[command] [options]", "[命令] [选项]", StringComparison.Ordinal)
        .Replace("[options]", "[选项]", StringComparison.Ordinal)
        .Replace("[default: ", "[默认: ", StringComparison.Ordinal)
        .Replace("Show help and usage information", "显示帮助和用法", StringComparison.Ordinal));
}
