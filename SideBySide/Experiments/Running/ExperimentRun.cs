using System.Net;
using System.Net.Sockets;
using RawSocketServer.Hosting;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Servers.Peers;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>A running experiment on one server: its connections, its log and its steps.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="target">The server.</param>
/// <param name="log">Records the events.</param>
/// <param name="time">The clock.</param>
/// <param name="evidence">Decides when a wait is over.</param>
internal sealed class ExperimentRun(Experiment experiment, TargetServer target, EventLog log, TimeProvider time, SilenceEvidence evidence) : IAsyncDisposable
{
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(1);
    private readonly bool _isInThisProcess = TargetServer.OwnIds.Contains(target.Id);
    private readonly IPEndPoint _server = target.EndPointFor(experiment.Over)!;
    private readonly Dictionary<string, ScriptConnection> _connections = [];
    private readonly Dictionary<RawMode, OtherModeServer> _otherModes = [];
    private readonly HashSet<string> _notUpgraded = [];
    private ClockAdvance? _advance;

    // A slow machine must not make a server's deadline pass: the server's clock runs only if a step awaits a timer or the clock restarts
    // the server.
    private readonly IDisposable? _hold = experiment.Steps.Any(step => step is AwaitStep { UntilIdle: false }) || target.Restarts is not null ? null : target.Clock?.Hold();
    private readonly AcceptListener? _acceptListener = experiment.Steps.Any(step => step is InspectStep { What: InspectedProperty.Accepts }) ? new AcceptListener() : null;

    /// <summary>Performs a step and logs it. Returns the reason if the step is impossible here.</summary>
    public async Task<LocalizedText?> DoAsync(ScriptStep step, CancellationToken cancellation)
    {
        if (_notUpgraded.Contains(step.On))
            return null;
        if (step is not AwaitStep)
            EndAdvance();
        switch (step)
        {
            case AdvanceStep when target.Clock is null: return Texts.NoClock(target.Name);
            case AdvanceStep advance: await AdvanceAsync(advance, target.Clock, cancellation); break;
            case ConnectStep { To: Destination.OtherLoopback } when !Inspection.Exists(OtherLoopback()): return Texts.NoAddress(OtherLoopback());
            case ConnectStep connect: _ = await OpenAsync(connect, cancellation); break;
            case SendStep send: await SendAsync(send, await ConnectionAsync(send.On, cancellation), cancellation); break;
            case PauseStep pause: await evidence.PauseAsync(pause.For, HasUnread, cancellation); break;
            case FinishStep: await FinishAsync(await ConnectionAsync(step.On, cancellation)); break;
            case ResetStep: await (await ConnectionAsync(step.On, cancellation)).CloseAsync(reset: true); break;
            case CloseStep: await (await ConnectionAsync(step.On, cancellation)).CloseAsync(reset: false); break;
            case ReceiveStep: (await ConnectionAsync(step.On, cancellation)).BeginReceiving(); break;
            case AwaitStep { For.End: true } when !SendQueue.IsKnown && _connections.TryGetValue(step.On, out var deaf) && !deaf.IsReceiving: return Texts.OnlyLinuxSays;
            case AwaitStep wait: await AwaitAsync(wait, await ConnectionAsync(wait.On, cancellation), cancellation); break;
            case ListenStep: Note("", Inspection.Listen(_server)); break;
            case InspectStep { What: InspectedProperty.HeldBack } when !SendQueue.IsKnown: return Texts.OnlyLinuxSays;
            case InspectStep inspect: await InspectAsync(inspect, cancellation); break;
            case ProgramStep { OnLinuxOnly: true } when !OperatingSystem.IsLinux(): return Texts.OnlyOnLinux;
            case ProgramStep { Missing: { } file }: return Texts.NotInstalled(file);
            case ProgramStep { Not: { Length: > 0 } variant } program when await ExternalProgram.IsVariantAsync(program.Words[0], variant, cancellation):
                return Texts.OtherVariant(program.Words[0], variant);
            case ProgramStep program when !await RunProgramAsync(program, cancellation):
                return Texts.NotInstalled(program.Words[0]);
        }

        return null;
    }

    // The last bytes of an echo may be in transit; the outcome must not depend on chance.
    public Task SettleAsync(CancellationToken cancellation) =>
        WaitAsync(() => !_connections.Values.Any(connection => connection.IsEchoing()), _settling, HasUnread, cancellation);

    /// <summary>The outcomes of the connections.</summary>
    public IReadOnlyList<ConnectionOutcome> Connections() => [.. _connections.Values.Select(connection => connection.Outcome())];

    /// <summary>
    /// Half-closes the open connections, so that a sequential server reaches its next accept. Then waits until the server has served one
    /// more connection: all earlier effects on it are known by then.
    /// </summary>
    public async Task FinishAsync(CancellationToken cancellation)
    {
        foreach (var connection in _connections.Values.Where(connection => connection.IsOpen))
        {
            await connection.FinishAsync();
            connection.BeginReceiving();
        }

        await using var last = new ScriptConnection("", _server.AddressFamily, new ConnectOptions(), Transport.Tcp, log);
        await last.OpenAsync(_server, cancellation);
        await last.FinishAsync();
        await last.Ending.WaitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
            await connection.DisposeAsync();
        foreach (var server in _otherModes.Values)
            await server.DisposeAsync();
        EndAdvance();
        _hold?.Dispose();
        _acceptListener?.Dispose();
    }

    private async Task<ScriptConnection> ConnectionAsync(string name, CancellationToken cancellation) =>
        _connections.TryGetValue(name, out var open) ? open : await OpenAsync(new ConnectStep(name, Destination.Server, new ConnectOptions()), cancellation);

    private async Task<ScriptConnection> OpenAsync(ConnectStep step, CancellationToken cancellation)
    {
        var address = step.To switch
        {
            Destination.Nobody => Nobody(),
            Destination.OtherLoopback => new IPEndPoint(OtherLoopback(), _server.Port),
            Destination.Room => await InModeAsync(RawMode.Chat, cancellation),
            Destination.Frames => await InModeAsync(RawMode.Frames, cancellation),
            _ => _server,
        };
        var connection = experiment.Over == Transport.Tls
            ? new TlsConnection(step.On, address.AddressFamily, step.Options, log, time)
            : new ScriptConnection(step.On, address.AddressFamily, step.Options, experiment.Over, log);
        _connections.Add(step.On, connection);
        await connection.OpenAsync(address, cancellation);
        return connection;
    }

    private async Task<IPEndPoint> InModeAsync(RawMode mode, CancellationToken cancellation)
    {
        if (!_otherModes.TryGetValue(mode, out var server))
            _otherModes.Add(mode, server = await OtherModeServer.StartAsync(mode, cancellation));
        return server.Address;
    }

    // The server has read all sent bytes, so it has set its deadline before the clock advances.
    private async Task AdvanceAsync(AdvanceStep step, AdvanceableTime clock, CancellationToken cancellation)
    {
        if (await PollAsync(() => !HasUnread(), _settling, cancellation) is { } control)
            _ = log.Add(WireEventKind.GaveUp, step.On, control: control);
        _advance = await ClockAdvance.StartAsync(clock, step.By);
    }

    private void EndAdvance()
    {
        _advance?.Dispose();
        _advance = null;
    }

    private async Task SendAsync(SendStep step, ScriptConnection connection, CancellationToken cancellation)
    {
        connection.GoOn();
        var once = EscapedBytes.Parse(Fill(step.Text));
        var all = new byte[once.Length * step.Times];
        for (var i = 0; i < step.Times; i++)
            once.CopyTo(all, i * once.Length);

        var piece = step.Piece > 0 ? step.Piece : Math.Max(1, all.Length);
        for (var at = 0; at == 0 || (at < all.Length && !connection.HasEnded); at += piece)
        {
            if (at > 0 && step.Pause > TimeSpan.Zero)
            {
                // A control exchange for each of many pieces would outlast some servers' request timeout.
                await Task.Delay(step.Pause, time, cancellation);
                if (connection.ServerHasUnread())
                    await evidence.PauseAsync(TimeSpan.Zero, connection.ServerHasUnread, cancellation);
            }

            await connection.SendAsync(all.AsMemory(at, Math.Min(piece, all.Length - at)), step.Within, evidence, cancellation);
        }
    }

    private static Task FinishAsync(ScriptConnection connection)
    {
        connection.GoOn();
        return connection.FinishAsync();
    }

    private async Task AwaitAsync(AwaitStep step, ScriptConnection connection, CancellationToken cancellation)
    {
        if (step.For.End)
            connection.AwaitEnd();
        else
            connection.GoOn();
        var text = step.For.Text is null ? null : EscapedBytes.Parse(Fill(step.For.Text));
        bool HasCome() => connection.HasEnded
            || (step.For.Answers is not null && connection.HasEchoed()) // an echo of everything replaces a response
            || (step.For.Answers is { } answers && connection.Answers().Count(answer => answer.IsComplete) >= answers)
            || (step.For.Upgrade && (connection.HasEchoed() || connection.Answers() is [.., { IsFinal: true, IsComplete: true }]))
            || (step.For.Bytes is { } bytes && connection.Received().Length >= bytes)
            || (step.For.Frames is { } frames && (connection.HasEchoed() || connection.Frames().Count >= frames))
            || (step.For.Unread is { } unread && connection.Unread >= unread)
            || (text is not null && connection.Received().AsSpan().IndexOf(text) >= 0);
        Task<TimeSpan?> SilenceAsync() => step.For.Unread is not null ? PollAsync(HasCome, step.Within, cancellation)
            : step.For.End && !connection.IsReceiving ? PollAsync(connection.IsResetUnread, step.Within, cancellation)
            : step.UntilIdle && _isInThisProcess
                ? evidence.WaitUnlessIdleAsync((patience, token) => log.WaitAsync(HasCome, patience, token), step.Within, () => IsIdle(connection), cancellation)
            : WaitAsync(HasCome, step.Within, connection.ServerHasUnread, cancellation);
        var silence = await SilenceAsync();
        while (silence is not null && _advance is not null && await _advance.AgainIfUsedAsync())
            silence = await SilenceAsync();
        if (silence is { } control)
            _ = log.Add(WireEventKind.GaveUp, step.On, control: control);
        else if (step.For.End)
            connection.EndCame();
        if (step.For.Upgrade && !connection.IsWebSocket())
            _ = _notUpgraded.Add(step.On);
    }

    private Task<TimeSpan?> WaitAsync(Func<bool> condition, TimeSpan within, Func<bool> isBusy, CancellationToken cancellation) =>
        evidence.WaitAsync((patience, token) => log.WaitAsync(condition, patience, token), within, isBusy, cancellation);

    // Unreceived bytes in the kernel's buffer raise no event.
    private Task<TimeSpan?> PollAsync(Func<bool> condition, TimeSpan within, CancellationToken cancellation)
    {
        return _isInThisProcess
            ? evidence.WaitUnlessIdleAsync(LookAsync, within, () => _connections.Values.All(IsIdle), cancellation)
            : evidence.WaitAsync(LookAsync, within, HasUnread, cancellation);

        async Task<bool> LookAsync(TimeSpan patience, CancellationToken token)
        {
            for (var begin = time.GetTimestamp(); !condition(); await Task.Delay(TimeSpan.FromMilliseconds(2), time, token))
            {
                if (time.GetElapsedTime(begin) > patience)
                    return false;
            }

            return true;
        }
    }

    private bool IsIdle(ScriptConnection connection) => target.Restarts?.IsPending != true && connection.IsServerIdle();

    private bool HasUnread() => _connections.Values.Any(connection => connection.IsOpen && connection.ServerHasUnread());

    private Task<bool> RunProgramAsync(ProgramStep program, CancellationToken cancellation) => new ExternalProgram(log, evidence).RunAsync(
        [.. program.Words.Select(Fill)], EscapedBytes.Parse(Fill(program.Input)), program, _isInThisProcess ? _server : null, cancellation);

    private async Task InspectAsync(InspectStep step, CancellationToken cancellation)
    {
        var ofAll = step.What is InspectedProperty.Listener or InspectedProperty.TimeWait;
        var connection = ofAll ? null : await ConnectionAsync(step.On, cancellation);
        Note(ofAll ? "" : step.On, step.What switch
        {
            InspectedProperty.Listener => Inspection.Listener(_server),
            InspectedProperty.TimeWait => await TimeWaitAsync(cancellation),
            InspectedProperty.Accepts => $"accepted-by={(_acceptListener!.Saw(connection!.Local!, _server) ? "System.Net.Sockets" : "unseen")}",
            InspectedProperty.HeldBack => Inspection.HeldBack(log.Events, step.On),
            InspectedProperty.Sends => $"took={(connection!.TookLess ? "less" : "all")}",
            InspectedProperty.Stuck => $"stuck={(connection!.IsStuck ? "yes" : "no")}",
            InspectedProperty.Receives => Inspection.Receives(log.Events, step.On),
            _ => Inspection.Utf8(log.Events, step.On),
        });
    }

    // The last ACK may be in transit.
    private async Task<string> TimeWaitAsync(CancellationToken cancellation)
    {
        var seen = "";
        IPEndPoint[] clients = [.. _connections.Values.Select(connection => connection.Local).OfType<IPEndPoint>()];
        _ = await PollAsync(() => !(seen = Inspection.TimeWait(clients, _server)).EndsWith("none", StringComparison.Ordinal), _settling, cancellation);
        return seen;
    }

    private void Note(string connection, string note) => _ = log.Add(WireEventKind.Noted, connection, note: note);

    private IPAddress OtherLoopback() => _server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.IPv6Loopback : IPAddress.Loopback;

    private string Fill(string text) => Placeholders.Fill(text, _server);

    // A port that was free a moment ago and has no listener.
    private static IPEndPoint Nobody()
    {
        using var port = new ReservedPort();
        return port.Address;
    }
}
