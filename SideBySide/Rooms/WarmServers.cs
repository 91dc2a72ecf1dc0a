namespace SideBySide.Rooms;

/// <summary>Warms the servers of the house up, once, before anyone judges how soon they answer.</summary>
/// <param name="house">The servers.</param>
internal sealed class WarmServers(House house)
{
    private readonly Lazy<Task> _once = new(() => FreeHouse.WarmAsync(house, CancellationToken.None));

    /// <summary>Begins it with the first call, and ends when it is done.</summary>
    public Task ReadyAsync(CancellationToken cancellation = default) => _once.Value.WaitAsync(cancellation);
}
