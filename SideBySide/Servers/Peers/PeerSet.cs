using System.Net;
using SideBySide.Language;

namespace SideBySide.Servers.Peers;

/// <summary>The peers that are installed, running on free loopback ports for as long as this is not disposed, and no longer than this process.</summary>
public sealed class PeerSet : IAsyncDisposable
{
    private readonly List<PeerProcess> _processes;

    private PeerSet(List<PeerProcess> processes, List<MissingPeer> missing)
    {
        _processes = processes;
        Missing = missing;
    }

    /// <summary>Those that listen, in the order in which they were asked for.</summary>
    public IReadOnlyList<Peer> Running => [.. _processes.Select(process => process.Peer)];

    /// <summary>Those that do not, with the reason.</summary>
    public IReadOnlyList<MissingPeer> Missing { get; }

    /// <summary>Starts every peer at once and waits until each listens or is known to be missing.</summary>
    /// <param name="time">The clock for waiting; nobody is waited for longer than 30 s.</param>
    /// <param name="cancellation">Ends the start, and what has started already.</param>
    public static Task<PeerSet> StartAsync(TimeProvider time, CancellationToken cancellation = default) => StartAsync(PeerDefinition.All, time, cancellation);

    /// <summary>Starts these peers at once and waits until each listens or is known to be missing.</summary>
    /// <param name="plans">Which.</param>
    /// <param name="time">The clock for waiting; nobody is waited for longer than 30 s.</param>
    /// <param name="cancellation">Ends the start, and what has started already.</param>
    public static async Task<PeerSet> StartAsync(IReadOnlyList<PeerDefinition> plans, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(time);
        var starting = plans.Select(plan => PeerProcess.StartAsync(plan, time, cancellation)).ToArray();
        try
        {
            var started = await Task.WhenAll(starting);
            return new PeerSet([.. started.Select(one => one.Running).OfType<PeerProcess>()], [.. started.Select(one => one.Missing).OfType<MissingPeer>()]);
        }
        catch
        {
            foreach (var one in starting.Where(one => one.IsCompletedSuccessfully))
            {
                if ((await one).Running is { } process)
                    await process.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Ends all of them, and whatever they have started themselves.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));
        _processes.Clear();
    }
}

/// <summary>A server that nobody here wrote, running beside ours.</summary>
/// <param name="Id">A short name that never changes: <c>flask</c>, <c>django</c>, <c>fastapi</c>, <c>nginx</c>, <c>ws</c>, <c>websockets</c>.</param>
/// <param name="Name">As its makers write it.</param>
/// <param name="Version">Its version, for example <c>2.2.2</c>.</param>
/// <param name="Server">What reads the bytes, with version. A Python framework leaves that to a server of its own: what an experiment
/// on the wire finds is said of this one.</param>
/// <param name="Address">Where it listens; always on loopback.</param>
/// <param name="IsWebSocketOnly">Whether it echoes WebSocket messages and has no other route.</param>
public sealed record Peer(string Id, string Name, string Version, string Server, IPEndPoint Address, bool IsWebSocketOnly = false);

/// <summary>A peer that does not run.</summary>
/// <param name="Id">As for one that runs.</param>
/// <param name="Name">As for one that runs.</param>
/// <param name="Reason">What is missing and the command that installs it, or what went wrong; one sentence.</param>
public sealed record MissingPeer(string Id, string Name, LocalizedText Reason);
