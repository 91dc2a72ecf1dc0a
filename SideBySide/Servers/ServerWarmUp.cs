namespace SideBySide.Servers;

/// <summary>Warms the servers of the house up, once, before anyone judges how soon they answer.</summary>
/// <param name="servers">The servers.</param>
internal sealed class ServerWarmUp(ServerSet servers)
{
    private readonly Lazy<Task> _once = new(() => FreePortServers.WarmAsync(servers, CancellationToken.None));

    /// <summary>Begins it with the first call, and ends when it is done.</summary>
    public Task ReadyAsync(CancellationToken cancellation = default) => _once.Value.WaitAsync(cancellation);
}
