using System.Net;
using SideBySide.Language;

namespace SideBySide.Servers.Peers;

/// <summary>The installed peers, running on free loopback ports until this is disposed or the process ends.</summary>
public sealed class PeerSet : IAsyncDisposable
{
    private readonly List<PeerProcess> _processes;

    private PeerSet(List<PeerProcess> processes, List<MissingPeer> missing)
    {
        _processes = processes;
        Missing = missing;
    }

    /// <summary>The peers that listen, in the order of their definitions.</summary>
    public IReadOnlyList<Peer> Running => [.. _processes.Select(process => process.Peer)];

    /// <summary>The peers that do not run, with the reason.</summary>
    public IReadOnlyList<MissingPeer> Missing { get; }

    /// <summary>Starts all peers in parallel and waits until each listens or is known to be missing.</summary>
    /// <param name="time">The clock for the timeout of 30 s.</param>
    /// <param name="cancellation">Cancels the start and stops the started peers.</param>
    public static Task<PeerSet> StartAsync(TimeProvider time, CancellationToken cancellation = default) => StartAsync(PeerDefinition.All, time, cancellation);

    /// <summary>Starts these peers in parallel and waits until each listens or is known to be missing.</summary>
    /// <param name="plans">The peers.</param>
    /// <param name="time">The clock for the timeout of 30 s.</param>
    /// <param name="cancellation">Cancels the start and stops the started peers.</param>
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

    /// <summary>Ends all peers and their child processes.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));
        _processes.Clear();
    }
}

/// <summary>A well-known server from another project, running beside this repository's servers.</summary>
/// <param name="Id">A short name that never changes: <c>flask</c>, <c>django</c>, <c>fastapi</c>, <c>nginx</c>.</param>
/// <param name="Name">Its official name.</param>
/// <param name="Version">Its version, for example <c>2.2.2</c>.</param>
/// <param name="Server">The HTTP server that parses the bytes, with its version. A Python framework uses a separate one; experiments on the
/// wire test this one.</param>
/// <param name="Address">Its address; always on loopback.</param>
public sealed record Peer(string Id, string Name, string Version, string Server, IPEndPoint Address);

/// <summary>A peer that does not run.</summary>
/// <param name="Id">As in <see cref="Peer"/>.</param>
/// <param name="Name">As in <see cref="Peer"/>.</param>
/// <param name="Reason">The missing packages with the command that installs them, or the failure; one sentence.</param>
public sealed record MissingPeer(string Id, string Name, LocalizedText Reason);
