using System.Net;
using System.Net.Sockets;
using SideBySide.Rooms;
using SideBySide.Wire;

namespace SideBySide.Experiments.Running;

/// <summary>Runs an experiment on a server and tells what was observed. It knows the server only from outside.</summary>
/// <param name="time">The clock of the recordings.</param>
/// <param name="patience">How many times longer than the scripts say to wait for what may come, for a machine that is busy with other things.</param>
public sealed class Runner(TimeProvider time, int patience = 1)
{
    /// <summary>No experiment takes longer.</summary>
    public static TimeSpan Most { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs it.</summary>
    /// <param name="experiment">What to do.</param>
    /// <param name="target">To whom.</param>
    /// <param name="live">Told of each event as it happens, on whatever thread it happens; it must be quick.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    public async Task<Observed> RunAsync(Experiment experiment, Target target, Action<WireEvent>? live, CancellationToken cancellation)
    {
        if (!experiment.AppliesTo(target))
            return new Observed(experiment, target, [], null, Texts.CannotBeAsked(target.Name));

        var log = new EventLog(time, live);
        var run = new Run(experiment, target, log, time, patience);
        using var most = new CancellationTokenSource(Most, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(most.Token, cancellation);
        await using (run)
        {
            foreach (var step in experiment.Steps)
            {
                if (await run.DoAsync(step, either.Token) is { } whyNot)
                    return new Observed(experiment, target, log.Events, null, whyNot);
            }

            await run.SettleAsync(either.Token);
            return new Observed(experiment, target, log.Events, run.Outcome());
        }
    }

    private sealed class Run(Experiment experiment, Target target, EventLog log, TimeProvider time, int patience) : IAsyncDisposable
    {
        private static readonly TimeSpan _settling = TimeSpan.FromSeconds(1);
        private readonly IPEndPoint _server = target.EndPointFor(experiment.Over)!;
        private readonly Dictionary<string, Connection> _connections = [];
        private ClockAdvance? _advance;
        private readonly AcceptWitness? _witness = experiment.Steps.Any(step => step is InspectStep { What: Inspected.Accepts }) ? new AcceptWitness() : null;

        // What a step did is in the log; a step that cannot be done here tells why.
        public async Task<Bilingual?> DoAsync(ScriptStep step, CancellationToken cancellation)
        {
            if (step is not AwaitStep)
                EndAdvance();
            switch (step)
            {
                case AdvanceStep when target.Clock is null: return Texts.NoClock(target.Name);
                case AdvanceStep advance: await AdvanceAsync(advance, target.Clock, cancellation); break;
                case ConnectStep { To: Destination.OtherLoopback } when !Inspection.Exists(OtherLoopback()): return Texts.NoAddress(OtherLoopback());
                case ConnectStep connect: _ = await OpenAsync(connect, cancellation); break;
                case SendStep send: await SendAsync(send, await ConnectionAsync(send.On, cancellation), cancellation); break;
                case PauseStep pause: await Task.Delay(pause.For, time, cancellation); break;
                case FinishStep: await (await ConnectionAsync(step.On, cancellation)).FinishAsync(); break;
                case ResetStep: await (await ConnectionAsync(step.On, cancellation)).CloseAsync(reset: true); break;
                case CloseStep: await (await ConnectionAsync(step.On, cancellation)).CloseAsync(reset: false); break;
                case ReceiveStep: (await ConnectionAsync(step.On, cancellation)).BeginReceiving(); break;
                case AwaitStep wait: await AwaitAsync(wait, await ConnectionAsync(wait.On, cancellation), cancellation); break;
                case ListenStep: Note("", Inspection.Listen(_server)); break;
                case InspectStep inspect: await InspectAsync(inspect, cancellation); break;
                case ProgramStep { OnLinuxOnly: true } when !OperatingSystem.IsLinux(): return Texts.OnlyOnLinux;
                case ProgramStep program when !await ExternalProgram.RunAsync([.. program.Words.Select(Fill)], EscapedBytes.Parse(Fill(program.Input)), program.Within * patience, log, time, cancellation):
                    return Texts.NotInstalled(program.Words[0]);
            }

            return null;
        }

        // The last bytes of an echo may still be on their way, and whether they were seen must not be chance.
        public async Task SettleAsync(CancellationToken cancellation) =>
            _ = await log.WaitAsync(() => !_connections.Values.Any(connection => connection.IsEchoing()), _settling * patience, cancellation);

        public Outcome Outcome() => new(
            [.. _connections.Values.Select(connection => connection.Outcome())],
            log.Events.Where(e => e.Note is not null).Select(e => e.Note!.Split('=', 2)).GroupBy(note => note[0]).ToDictionary(note => note.Key, note => note.Last()[1]));

        public async ValueTask DisposeAsync()
        {
            EndAdvance();
            foreach (var connection in _connections.Values)
                await connection.DisposeAsync();
            _witness?.Dispose();
        }

        private async Task<Connection> ConnectionAsync(string name, CancellationToken cancellation) =>
            _connections.TryGetValue(name, out var open) ? open : await OpenAsync(new ConnectStep(name, Destination.Server, new ConnectOptions()), cancellation);

        private async Task<Connection> OpenAsync(ConnectStep step, CancellationToken cancellation)
        {
            var address = step.To switch
            {
                Destination.Nobody => Nobody(),
                Destination.OtherLoopback => new IPEndPoint(OtherLoopback(), _server.Port),
                _ => _server,
            };
            var connection = experiment.Over == Transport.Tls
                ? new TlsConnection(step.On, address.AddressFamily, step.Options, log, time)
                : new Connection(step.On, address.AddressFamily, step.Options, experiment.Over, log, time);
            _connections.Add(step.On, connection);
            await connection.OpenAsync(address, cancellation);
            return connection;
        }

        private async Task AdvanceAsync(AdvanceStep step, AdvanceableTime clock, CancellationToken cancellation)
        {
            IPEndPoint[] clients = [.. _connections.Values.Where(connection => !connection.HasEnded).Select(connection => connection.Local).OfType<IPEndPoint>()];
            if (!await PollAsync(() => clients.All(client => ReceiveQueue.Unread(client, _server) is null or 0), _settling, cancellation))
                _ = log.Add(WireEventKind.GaveUp, step.On);
            _advance = await ClockAdvance.StartAsync(clock, step.By);
        }

        private void EndAdvance()
        {
            _advance?.Dispose();
            _advance = null;
        }

        private async Task SendAsync(SendStep step, Connection connection, CancellationToken cancellation)
        {
            var once = EscapedBytes.Parse(Fill(step.Text));
            var all = new byte[once.Length * step.Times];
            for (var i = 0; i < step.Times; i++)
                once.CopyTo(all, i * once.Length);

            var piece = step.Piece > 0 ? step.Piece : Math.Max(1, all.Length);
            for (var at = 0; at == 0 || (at < all.Length && !connection.HasEnded); at += piece)
            {
                if (at > 0 && step.Pause > TimeSpan.Zero)
                    await Task.Delay(step.Pause, time, cancellation);
                await connection.SendAsync(all.AsMemory(at, Math.Min(piece, all.Length - at)), step.Within, cancellation);
            }
        }

        private async Task AwaitAsync(AwaitStep step, Connection connection, CancellationToken cancellation)
        {
            connection.EndIsAwaited |= step.For.End;
            var text = step.For.Text is null ? null : EscapedBytes.Parse(Fill(step.For.Text));
            bool HasCome() => connection.HasEnded
                || (step.For.Answers is not null && connection.HasEchoed()) // whoever sends back all that was sent will not answer it, too
                || (step.For.Answers is { } answers && connection.Answers().Count(answer => answer.IsComplete) >= answers)
                || (step.For.Bytes is { } bytes && connection.Received().Length >= bytes)
                || (step.For.Unread is { } unread && connection.Unread >= unread)
                || (text is not null && connection.Received().AsSpan().IndexOf(text) >= 0);
            Task<bool> WaitAsync() => step.For.Unread is null
                ? log.WaitAsync(HasCome, step.Within * patience, cancellation)
                : PollAsync(HasCome, step.Within * patience, cancellation);
            var hasCome = await WaitAsync();
            while (!hasCome && _advance is not null && await _advance.AgainIfUsedAsync())
                hasCome = await WaitAsync();
            if (!hasCome)
                _ = log.Add(WireEventKind.GaveUp, step.On);
        }

        // What lies in the system's buffer and is received by nobody is no event.
        private async Task<bool> PollAsync(Func<bool> condition, TimeSpan within, CancellationToken cancellation)
        {
            for (var begin = time.GetTimestamp(); !condition(); await Task.Delay(TimeSpan.FromMilliseconds(2), time, cancellation))
            {
                if (time.GetElapsedTime(begin) > within)
                    return false;
            }

            return true;
        }

        private async Task InspectAsync(InspectStep step, CancellationToken cancellation)
        {
            var ofAll = step.What is Inspected.Listener or Inspected.TimeWait;
            var connection = ofAll ? null : await ConnectionAsync(step.On, cancellation);
            Note(ofAll ? "" : step.On, step.What switch
            {
                Inspected.Listener => Inspection.Listener(_server),
                Inspected.TimeWait => await TimeWaitAsync(cancellation),
                Inspected.Accepts => $"accepted-by={(_witness!.Saw(connection!.Local!, _server) ? "System.Net.Sockets" : "unseen")}",
                Inspected.Delay => Inspection.Delay(log.Events, step.On),
                Inspected.Sends => $"took={(connection!.TookLess ? "less" : "all")}",
                Inspected.Receives => Inspection.Receives(log.Events, step.On),
                _ => Inspection.Utf8(log.Events, step.On),
            });
        }

        // The last acknowledgement may be under way.
        private async Task<string> TimeWaitAsync(CancellationToken cancellation)
        {
            var seen = "";
            IPEndPoint[] clients = [.. _connections.Values.Select(connection => connection.Local).OfType<IPEndPoint>()];
            _ = await PollAsync(() => !(seen = Inspection.TimeWait(clients, _server)).EndsWith("none", StringComparison.Ordinal), _settling * patience, cancellation);
            return seen;
        }

        private void Note(string connection, string note) => _ = log.Add(WireEventKind.Noted, connection, note: note);

        private IPAddress OtherLoopback() => _server.AddressFamily == AddressFamily.InterNetwork ? IPAddress.IPv6Loopback : IPAddress.Loopback;

        private string Fill(string text) => Placeholders.Fill(text, _server);

        // A port that was free a moment ago, and on which nobody listens.
        private static IPEndPoint Nobody()
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            return (IPEndPoint)socket.LocalEndPoint!;
        }
    }
}
