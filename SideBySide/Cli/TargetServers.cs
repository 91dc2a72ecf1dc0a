using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Servers;
using SideBySide.Servers.Peers;

namespace SideBySide.Cli;

/// <summary>The servers of a run. Disposing it closes the servers that were started for the run.</summary>
internal sealed class TargetServers : IAsyncDisposable
{
    private readonly List<TargetServer> _targets = [];
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly List<TargetServer> _named = [];

    /// <summary>All servers, in order.</summary>
    public IReadOnlyList<TargetServer> Targets => _targets;

    /// <summary>Peers that did not start.</summary>
    public IReadOnlyList<MissingPeer> Missing { get; private set; } = [];

    /// <summary>Takes ownership of this repository's servers and adds those with these ids.</summary>
    public void Add(ServerSet servers, IReadOnlyList<string> ids)
    {
        _opened.Add(servers);
        _targets.AddRange(TargetServer.All(servers).Where(target => ids.Contains(target.Id)));
    }

    /// <summary>Takes ownership of the peers and adds the running ones.</summary>
    public void Add(PeerSet peers)
    {
        _opened.Add(peers);
        _targets.AddRange(peers.Running.Select(peer => new TargetServer(peer.Id, peer.Name, peer.Address)));
        Missing = peers.Missing;
    }

    /// <summary>Adds servers that run elsewhere.</summary>
    public void Add(IReadOnlyList<TargetServer> others)
    {
        _targets.AddRange(others);
        _named.AddRange(others);
    }

    /// <summary>Failure if a server of this repository has an unexpected outcome or a server of --target a forbidden one.</summary>
    public int ExitCode(Matrix matrix) =>
        matrix.Unexpected.Any() || _named.Any(target => matrix.Score(target).Forbidden > 0) ? ExitCodes.Failure : ExitCodes.Success;

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
            await opened.DisposeAsync();
    }
}
