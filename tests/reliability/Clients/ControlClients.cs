namespace Reliability;

/// <summary>
/// Well-behaved clients that are served while others misbehave. Three keep their connection, one uses a new one for each exchange. Each pauses
/// between two exchanges, since the test measures their wait, not their load.
/// </summary>
internal sealed class ControlClients : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    private readonly ServerUnderTest _server;
    private readonly List<double> _waits = [];
    private readonly Task _all;
    private volatile bool _over;

    public ControlClients(ServerUnderTest server)
    {
        _server = server;
        _all = Task.WhenAll(KeepAsync(), KeepAsync(), KeepAsync(), ReconnectAsync());
    }

    /// <summary>Stops the clients; throws if one of them failed.</summary>
    /// <returns>The 99th percentile of the waits, in milliseconds.</returns>
    public async Task<double> EndAsync()
    {
        _over = true;
        await _all;
        _waits.Sort();
        return _waits[(int)(_waits.Count * 0.99)];
    }

    public async ValueTask DisposeAsync()
    {
        _over = true;
        await _all.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task KeepAsync()
    {
        await using var peer = await Exchange.ConnectAsync(_server.Port, TimeSpan.FromMinutes(10));
        while (!_over)
            await TimeAsync(() => Exchange.OnAsync(peer, _server.Kind));
    }

    private async Task ReconnectAsync()
    {
        while (!_over)
            await TimeAsync(() => Exchange.OnceAsync(_server.Port, _server.Kind));
    }

    private async Task TimeAsync(Func<Task> exchange)
    {
        var start = TimeProvider.System.GetTimestamp();
        await exchange();
        var wait = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        lock (_waits)
            _waits.Add(wait);
        await Task.Delay(s_pause);
    }
}
