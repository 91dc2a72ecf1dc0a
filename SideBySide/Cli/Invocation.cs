using System.CommandLine;
using System.Runtime.InteropServices;
using RawSocketServer.Hosting;
using Spectre.Console;

namespace SideBySide.Cli;

/// <summary>One invocation of the program: its standard streams, and whether they are terminals. A test passes its own.</summary>
internal sealed class Invocation : InvocationConfiguration
{
    private const int Narrowest = 80;

    /// <summary><see cref="StopRequest"/> handles signals and <see cref="CommandLine"/> exceptions; the library handles neither.</summary>
    public Invocation()
    {
        ProcessTerminationTimeout = null;
        EnableDefaultExceptionHandler = false;
    }

    public Func<Stream> OpenInput { get; init; } = () => Stream.Null;

    /// <summary>The colours; none unless the output is a terminal.</summary>
    public AnsiStyle Palette { get; init; } = new(false);

    /// <summary>Columns of the output, at least 80.</summary>
    public int Width { get; init; } = Narrowest;

    public bool IsOutputTerminal { get; init; }

    /// <summary>Whether standard error is a terminal, which can show progress.</summary>
    public bool IsErrorTerminal { get; init; }

    /// <summary>The invocation of this process.</summary>
    public static Invocation OfConsole() => new()
    {
        Output = Console.Out,
        Error = Console.Error,
        OpenInput = StandardOutput.OpenInput,
        Palette = AnsiStyle.OfConsole(),
        Width = Console.IsOutputRedirected ? Narrowest : Math.Max(Narrowest, Console.WindowWidth),
        IsOutputTerminal = !Console.IsOutputRedirected,
        IsErrorTerminal = !Console.IsErrorRedirected,
    };

    /// <summary>The output for tables. A file or a pipe has no width limit, so words are not shortened.</summary>
    public IAnsiConsole Screen()
    {
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Output) });
        if (!IsOutputTerminal)
            screen.Profile.Width = short.MaxValue;
        return screen;
    }
}

/// <summary>Returns the invocation of a parse result.</summary>
internal static class InvocationOfParseResult
{
    public static Invocation Invocation(this ParseResult parsed) => (Invocation)parsed.InvocationConfiguration;
}

/// <summary>
/// Ctrl-C and SIGTERM as one token for every command. A cancelled command closes its resources and returns the usual exit code for the
/// signal.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _exitCode;

    /// <summary>Cancelled by the first request.</summary>
    public CancellationToken Token => _asked.Token;

    /// <summary>128 plus the number of the signal; 0 before any signal.</summary>
    public int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>Handles the two signals from now on. Without this call they end the process immediately.</summary>
    public void ListenToSignals()
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Ask(context, ExitCodes.Interrupted)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Ask(context, ExitCodes.Terminated)));
    }

    /// <summary>Requests a stop; the first signal determines the exit code.</summary>
    public void Ask(int exitCode)
    {
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0)
            _asked.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _asked.Dispose();
    }

    private void Ask(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true; // the command ends in order
        Ask(exitCode);
    }
}

/// <summary>
/// Replaces names of version 0.1 (commands, options, servers) by current ones. They still work in this version; help and messages show the
/// current names.
/// </summary>
internal static class FormerNames
{
    private static readonly Dictionary<string, string> s_commands = new() { ["ledger"] = "cost", ["staircase"] = "steps" };

    private static readonly Dictionary<string, string> s_options = new() { ["--rungs"] = "--steps" };

    /// <summary>The command line with current names.</summary>
    /// <param name="args">The arguments. Those after <c>--</c> stay unchanged.</param>
    public static string[] Replace(string[] args)
    {
        // Only --lang may come before the command's name.
        var command = args switch { ["--lang", ..] => 2, [['-', '-', 'l', 'a', 'n', 'g', '=', ..], ..] => 1, _ => 0 };
        var end = Array.IndexOf(args, "--") is >= 0 and var dashes ? dashes : args.Length;
        return [.. args.Select((arg, at) => at < end ? Replace(arg, at == command, at > 0 ? args[at - 1] : "") : arg)];
    }

    private static string Replace(string arg, bool isCommand, string before)
    {
        if (isCommand && s_commands.TryGetValue(arg, out var command))
            return command;
        return before == "--on" ? Servers(arg) : Option(arg);
    }

    private static string Option(string arg)
    {
        var name = arg.Split('=')[0];
        return name == "--on" ? Servers(arg) : s_options.GetValueOrDefault(name, name) + arg[name.Length..];
    }

    private static string Servers(string ids) => ids.Replace("rung", "step", StringComparison.Ordinal);
}
