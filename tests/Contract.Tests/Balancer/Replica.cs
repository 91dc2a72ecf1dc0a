using System.Net;

namespace Contract.Tests.Balancer;

/// <summary>One of several equal servers, as a process of its own on a loopback address of its own, where no other socket takes its port while it is down.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly string _project;
    private readonly string[] _options;
    private ServerProcess _process = null!;

    private Replica(string project, string[] options)
    {
        _project = project;
        _options = options;
    }

    /// <summary>Where it listens, before and after.</summary>
    public IPEndPoint Address { get; private set; } = null!;

    public static async Task<Replica> StartAsync(string project, string scheme, string host, params string[] options)
    {
        var replica = new Replica(project, options);
        await replica.StartAsync($"{scheme}://{host}:0");
        replica.Address = Peer.Endpoint(replica._process.Urls[0]);
        return replica;
    }

    /// <summary>Stops it in order, and starts it again.</summary>
    public async Task RestartAsync()
    {
        var url = _process.Urls[0];
        Assert.Equal(0, await _process.StopAsync());
        await _process.DisposeAsync();
        await StartAsync(url);
    }

    /// <summary>Ends it without a word.</summary>
    public Task KillAsync() => _process.SignalAsync("KILL");

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task StartAsync(string url) => _process = await ServerProcess.StartAsync(_project, ["--urls", url, .. _options]);
}
