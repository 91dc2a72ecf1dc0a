using System.Net;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Checks;

/// <summary>The check is not possible; the message is one sentence.</summary>
internal sealed class CannotCheckException(LocalizedText sentence, Exception? inner = null) : StartupException(sentence.ToString(), inner)
{
    /// <summary>2, as for every cause outside of the server.</summary>
    public override int ExitCode => ExitCodes.Usage;
}

/// <summary>The checked server: already running, or a program that is started here and restarted when it ends.</summary>
internal sealed class CheckSubject : IAsyncDisposable
{
    private const string Id = "checked";

    // The first start may include a compilation.
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    private readonly string? _command;
    private readonly string _name;
    private StartedProgram? _program;
    private TargetServer? _server;

    private CheckSubject(string name, string? command, TargetServer? server) => (_name, _command, _server) = (name, command, server);

    /// <summary>Whether its program is started here.</summary>
    public bool IsStarted => _command is not null;

    /// <summary>The number of restarts.</summary>
    public int Restarts { get; private set; }

    /// <summary>Its address or its command.</summary>
    public string Name => _name;

    /// <summary>The last output of its program.</summary>
    public IReadOnlyList<string> Output => _program?.Output ?? [];

    /// <summary>Its exit code, once it has ended.</summary>
    public int? ExitCode => _program is { Ended.IsCompleted: true } program ? program.ExitCode : null;

    /// <summary>A program that is started before the first check.</summary>
    public static CheckSubject OfCommand(string command) => new(command, command, null);

    /// <summary>A server that already runs.</summary>
    public static CheckSubject OfAddress(string name, IPEndPoint address) => new(name, null, Target(address));

    /// <summary>The server; starts it if it does not run.</summary>
    /// <exception cref="CannotCheckException">The program does not start.</exception>
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

        _program = StartedProgram.Start(_command);
        if (await _program.ListensAsync(s_start, cancellation) is not { } address)
            throw new CannotCheckException(await NotStartedAsync(_program));
        return _server = Target(address);
    }

    /// <summary>Whether the program has ended.</summary>
    /// <param name="patience">The time limit, if there is evidence of an end.</param>
    /// <param name="cancellation">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
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

    /// <summary>Ends a running program that no longer serves, so that it is restarted.</summary>
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

    private static async Task<LocalizedText> NotStartedAsync(StartedProgram program)
    {
        if (!program.Ended.IsCompleted)
            return CheckTexts.NeverListened(program.Port, s_start, program.Output);
        _ = await Task.WhenAny(program.OutputRead, Task.Delay(s_lastWords));
        return CheckTexts.EndedAtOnce(program.ExitCode, program.Output);
    }

    private static TargetServer Target(IPEndPoint address) => new(Id, "server", address) { IsUndisturbed = IPAddress.IsLoopback(address.Address) };
}
