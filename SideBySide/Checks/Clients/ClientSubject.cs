using System.Diagnostics;
using System.Globalization;
using SideBySide.Experiments.Running;

namespace SideBySide.Checks.Clients;

/// <summary>The client that is checked: a command that is started anew for each behaviour.</summary>
/// <param name="command">Sends one request to <c>{url}</c> and ends.</param>
/// <param name="head">The same with HEAD; null when there is none.</param>
internal sealed class ClientSubject(string command, string? head)
{
    // Guards only. The first start may compile. Afterwards Linux shows that a client waits; elsewhere the time since the last event does.
    private static readonly TimeSpan s_start = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_guard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_blocked = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(1);

    /// <summary>Its name in a report.</summary>
    public string Name => command;

    /// <summary>Whether there is a command for this check.</summary>
    public bool Offers(ClientCheck check) => !check.IsHead || head is not null;

    /// <summary>Starts the client, serves one behaviour, and waits until the client has ended or can only wait.</summary>
    /// <param name="check">The behaviour.</param>
    /// <param name="cancellation">Ends it with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="CannotCheckException">It does not start, or never connects.</exception>
    public async Task<ClientObservation> ObserveAsync(ClientCheck check, CancellationToken cancellation)
    {
        await using var server = ScriptedServer.Start(check);
        var path = $"/check/{check.Item.Id}";
        var url = $"http://{server.Authority}{path}";
        await using var program = StartedProgram.StartClient((check.IsHead ? head : command)!, url);

        int? exitCode = null;
        if (await EndsAsync(program, server, cancellation))
        {
            await server.ReceiveRestAsync();
            _ = await Task.WhenAny(program.OutputRead, Task.Delay(s_lastWords, cancellation));
            exitCode = program.ExitCode;
        }

        return server.Connections == 0
            ? throw new CannotCheckException(ClientTexts.NeverConnected(exitCode, url, program.Output))
            : new ClientObservation(server.Authority, path, server.Events, server.Requests, exitCode, program.Printed, program.Output);
    }

    private static async Task<bool> EndsAsync(StartedProgram program, ScriptedServer server, CancellationToken cancellation)
    {
        var group = new BlockedGroup(program.Id);
        var begin = Stopwatch.GetTimestamp();
        var (activity, ran, events) = (begin, begin, 0);
        while (await Task.WhenAny(program.Ended, Task.Delay(s_look, cancellation)) != program.Ended)
        {
            cancellation.ThrowIfCancellationRequested();
            var now = Stopwatch.GetTimestamp();
            if (server.Connections == 0)
            {
                if (Stopwatch.GetElapsedTime(begin, now) > s_start)
                    return false;
                (activity, ran) = (now, now);
                continue;
            }

            if (server.Events.Count is var count && count != events)
                (activity, ran, events) = (now, now, count);
            if (!OperatingSystem.IsLinux() || !group.IsBlocked())
                ran = now;
            if (Stopwatch.GetElapsedTime(activity, now) > s_guard || Stopwatch.GetElapsedTime(ran, now) > s_blocked)
                return false;
        }

        return true;
    }
}

/// <summary>
/// Whether a program waits, with everything that it has started: no thread of its process group has run between two looks. Linux says so.
/// </summary>
/// <param name="group">The number of the group.</param>
internal sealed class BlockedGroup(int group)
{
    private const int GroupColumn = 2; // of what follows the name: state, parent, group

    private readonly Dictionary<int, BlockedProcess> _processes = [];

    /// <summary>Whether all processes of the group sleep, and have done so since the last look.</summary>
    public bool IsBlocked()
    {
        var all = Processes();
        var isBlocked = all.Count > 0;
        foreach (var id in all)
        {
            if (!_processes.TryGetValue(id, out var process))
                _processes[id] = process = new BlockedProcess(id);
            isBlocked &= process.IsBlocked(); // each is looked at, so that the next look compares
        }

        return isBlocked;
    }

    private List<int> Processes()
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && GroupOf(folder) == group)
                found.Add(id);
        }

        return found;
    }

    private static int? GroupOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[GroupColumn], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
