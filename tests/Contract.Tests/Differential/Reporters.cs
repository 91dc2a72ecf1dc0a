using HandRolledHttp.Web;

namespace Contract.Tests.Differential;

/// <summary>Both servers, each on a free port, for the whole run.</summary>
public sealed class Reporters : IAsyncLifetime
{
    private WebServer _handRolled = null!;
    private KestrelReporter _kestrel = null!;

    public int HandRolled => HandRolledReporter.Port(_handRolled);

    internal KestrelReporter Kestrel => _kestrel;

    public async ValueTask InitializeAsync()
    {
        _handRolled = await HandRolledReporter.StartAsync();
        _kestrel = await KestrelReporter.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _handRolled.StopAsync();
        await _handRolled.DisposeAsync();
        await _kestrel.DisposeAsync();
    }
}
