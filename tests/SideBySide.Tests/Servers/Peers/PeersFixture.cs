using SideBySide.Servers.Peers;

namespace SideBySide.Tests.Servers.Peers;

/// <summary>All peers, started once for the tests of their routes.</summary>
public sealed class PeersFixture : IAsyncLifetime
{
    private PeerSet? _peers;

    public async ValueTask InitializeAsync() => _peers = await PeerSet.StartAsync(TimeProvider.System);

    /// <summary>A client of a peer; skips the test if the peer does not run, or fails it if CI=true.</summary>
    public HttpClient Client(string id)
    {
        if (_peers!.Missing.FirstOrDefault(peer => peer.Id == id) is { } missing)
            Tool.Missing(missing.Reason.En);
        return new HttpClient(new SocketsHttpHandler { UseCookies = false })
        {
            BaseAddress = new Uri($"http://{_peers.Running.Single(peer => peer.Id == id).Address}"),
            Timeout = Hang.Guard,
        };
    }

    public async ValueTask DisposeAsync()
    {
        if (_peers is not null)
            await _peers.DisposeAsync();
    }
}
