using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Servers;
using SideBySide.Servers.Peers;

namespace SideBySide.Cli;

/// <summary>The servers that a command asks. What was opened for it closes when this is disposed.</summary>
internal sealed class TargetServers : IAsyncDisposable
{
    private readonly List<TargetServer> _targets = [];
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly List<TargetServer> _named = [];

    /// <summary>All that are asked, in order.</summary>
    public IReadOnlyList<TargetServer> Targets => _targets;

    /// <summary>Peers that could not be started.</summary>
    public IReadOnlyList<MissingPeer> Missing { get; private set; } = [];

    /// <summary>Takes over this repository's own servers, and asks those of these ids.</summary>
    public void Add(ServerSet servers, IReadOnlyList<string> ids)
    {
        _opened.Add(servers);
        _targets.AddRange(TargetServer.All(servers).Where(target => ids.Contains(target.Id)));
    }

    /// <summary>Takes over the peers, and asks those that run.</summary>
    public void Add(PeerSet peers)
    {
        _opened.Add(peers);
        _targets.AddRange(peers.Running.Select(peer => new TargetServer(peer.Id, peer.Name, peer.Address) { IsWebSocketOnly = peer.IsWebSocketOnly }));
        Missing = peers.Missing;
    }

    /// <summary>Asks servers that someone else opened.</summary>
    public void Add(IReadOnlyList<TargetServer> others)
    {
        _targets.AddRange(others);
        _named.AddRange(others);
    }

    /// <summary>A failure when an own server did not show what is expected of it, or a server named with --target what HTTP forbids.</summary>
    public int ExitCode(Matrix matrix) =>
        matrix.Unexpected.Any() || _named.Any(target => matrix.Score(target).Forbidden > 0) ? ExitCodes.Failure : ExitCodes.Success;

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
            await opened.DisposeAsync();
    }
}
