using System.CommandLine;
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
