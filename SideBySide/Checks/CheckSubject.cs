using System.ComponentModel;
using System.Net;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Checks;

/// <summary>The check could not be made; the message is one sentence.</summary>
internal sealed class CannotCheckException(LocalizedText sentence, Exception? inner = null) : StartupException(sentence.ToString(), inner)
{
    /// <summary>As every cause that is not the server's: 2.</summary>
    public override int ExitCode => ExitCodes.Usage;
}

/// <summary>The server that is checked: one that runs already, or a program that is started, and started again when it ends.</summary>
internal sealed class CheckSubject : IAsyncDisposable
{
    private const string Id = "checked";

    // The first start may compile.
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    private readonly string? _command;
    private readonly string _name;
    private StartedProgram? _program;
    private TargetServer? _server;

    private CheckSubject(string name, string? command, TargetServer? server) => (_name, _command, _server) = (name, command, server);

    /// <summary>Whether it is started here.</summary>
    public bool IsStarted => _command is not null;

    /// <summary>How often it had to be started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>Its address, in words.</summary>
    public string Name => _name;

    /// <summary>What its program printed last.</summary>
    public IReadOnlyList<string> Output => _program?.Output ?? [];

    /// <summary>Its exit code, once it has ended.</summary>
    public int? ExitCode => _program is { Ended.IsCompleted: true } program ? program.ExitCode : null;

    /// <summary>A program that is started with the first question.</summary>
    public static CheckSubject OfCommand(string command) => new(command, command, null);

    /// <summary>A server that runs.</summary>
    public static CheckSubject OfAddress(string name, IPEndPoint address) => new(name, null, Target(address));

    /// <summary>The server, started when it does not run.</summary>
    /// <exception cref="CannotCheckException">It does not start.</exception>
    public async Task<TargetServer> ServerAsync(CancellationToken cancellation)
    {
        if (_command is null)
            return _server!;
        if (_program is { Ended.IsCompleted: false })
            return _server!;
        if (_program is not null)
        {
            await _program.DisposeAsync();
            Restarts++;
        }

        _program = Start(_command);
        if (await _program.ListensAsync(s_start, cancellation) is not { } address)
            throw new CannotCheckException(await NotStartedAsync(_program));
        return _server = Target(address);
    }

    /// <summary>Whether the program has ended.</summary>
    /// <param name="patience">How long it may take, where there is evidence that it ends.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public async Task<bool> HasEndedAsync(TimeSpan patience, CancellationToken cancellation)
    {
        if (_program is not { } program)
            return false;
        _ = await Task.WhenAny(program.Ended, Task.Delay(patience, cancellation));
        cancellation.ThrowIfCancellationRequested();
        if (program.Ended.IsCompleted)
            await Task.WhenAny(program.OutputRead, Task.Delay(s_lastWords, cancellation));
        return program.Ended.IsCompleted;
    }

    /// <summary>Ends the program although it runs, so that it is started anew: it serves no more.</summary>
    public async Task EndAsync()
    {
        if (_program is { } program)
            await program.DisposeAsync();
        _program = null;
        Restarts++;
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
    }

    private static StartedProgram Start(string command)
    {
        try
        {
            return StartedProgram.Start(command);
        }
        catch (Win32Exception e)
        {
            throw new CannotCheckException(CheckTexts.NoShell(e.Message), e);
        }
    }

    private static async Task<LocalizedText> NotStartedAsync(StartedProgram program)
    {
        if (!program.Ended.IsCompleted)
            return CheckTexts.NeverListened(program.Port, s_start, program.Output);
        _ = await Task.WhenAny(program.OutputRead, Task.Delay(s_lastWords));
        return CheckTexts.EndedAtOnce(program.ExitCode, program.Output);
    }

    private static TargetServer Target(IPEndPoint address) => new(Id, "server", address) { IsUndisturbed = IPAddress.IsLoopback(address.Address) };
}
