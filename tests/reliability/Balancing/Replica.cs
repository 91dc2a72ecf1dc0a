namespace Reliability.Balancing;

/// <summary>One of several equal servers, in its own process on its own machine.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly Machines _machines;
    private readonly int _machine;
    private string _url;
    private ServerProcess? _process;

    private Replica(Machines machines, int machine, ServerKind kind)
    {
        _machines = machines;
        _machine = machine;
        Kind = kind;
        _url = $"{(kind.IsHttp() ? "http" : "tcp")}://{machines.Address(machine)}:0";
    }

    public ServerKind Kind { get; }

    /// <summary>Its address and port, the same after a restart.</summary>
    public string Address => new Uri(_url).Authority;

    public static async Task<Replica> StartAsync(Machines machines, int machine, ServerKind kind)
    {
        var replica = new Replica(machines, machine, kind);
        await replica.StartAgainAsync();
        return replica;
    }

    /// <summary>Stops it with SIGTERM, and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync() => _process!.StopAsync();

    /// <summary>Kills it with SIGKILL.</summary>
    public Task KillAsync() => _process!.SignalAsync("KILL");

    /// <summary>Starts it again at the same address.</summary>
    public async Task StartAgainAsync()
    {
        await DisposeAsync();
        var command = _machines.On(_machine, "dotnet", Repository.Program(Kind.Project()), "--urls", _url, Trust(), _machines.BalancerAddress);
        _process = await ServerProcess.StartCommandAsync(command[0], command[1..]);
        _url = _process.Urls[0];
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
            await process.DisposeAsync();
    }

    private string Trust() => Kind switch
    {
        ServerKind.Raw => "--Raw:Proxy:Trusted",
        ServerKind.HandRolled => "--Http:Forwarded:Trusted",
        _ => "--Forwarded:Trusted",
    };
}
