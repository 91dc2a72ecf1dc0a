namespace Reliability.Balancing;

/// <summary>Three machines with one replica of each server, a load balancer in front of them, and clients under full load.</summary>
internal sealed class DataCentre : IAsyncDisposable
{
    private readonly List<Replica> _replicas;
    private readonly HaProxy _balancer;

    private DataCentre(Machines machines, List<Replica> replicas, HaProxy balancer, IReadOnlyList<ServerKind> kinds)
    {
        Machines = machines;
        _replicas = replicas;
        _balancer = balancer;
        Http = kinds.Where(kind => kind.IsHttp()).ToDictionary(kind => kind, kind => new HttpLoad(() => balancer.ConnectAsync(kind)));
        Raw = kinds.Contains(ServerKind.Raw) ? new RawLoad(() => balancer.ConnectAsync(ServerKind.Raw)) : null;
    }

    public Machines Machines { get; }

    /// <summary>The clients of each HTTP server.</summary>
    public IReadOnlyDictionary<ServerKind, HttpLoad> Http { get; }

    /// <summary>The clients of RawSocketServer.</summary>
    public RawLoad? Raw { get; }

    public static async Task<DataCentre> BuildAsync(IReadOnlyList<ServerKind> kinds)
    {
        var machines = await Machines.BuildAsync();
        var replicas = new List<Replica>();
        try
        {
            foreach (var kind in kinds)
                replicas.AddRange(await Task.WhenAll(Enumerable.Range(0, Machines.Count).Select(machine => Replica.StartAsync(machines, machine, kind))));
            return await OpenAsync(machines, replicas, kinds);
        }
        catch
        {
            foreach (var replica in replicas)
                await replica.DisposeAsync();
            await machines.DisposeAsync();
            throw;
        }
    }

    /// <summary>Restarts a machine as an administrator does (deploy/README.md): notifies the load balancer first, and makes it check afterwards.</summary>
    public async Task RestartAsync(int machine)
    {
        await OnEachAsync(machine, (_, name) => _balancer.TellAsync($"set server {name} state maint"));
        await StopAndStartAsync(machine);
        await OnEachAsync(machine, (_, name) => _balancer.TellAsync($"set server {name} state ready; set server {name} health down"));
        await UntilAsync(machine, "UP");
    }

    /// <summary>Restarts a machine without notifying the load balancer.</summary>
    public async Task RestartUntoldAsync(int machine)
    {
        await StopAndStartAsync(machine);
        await UntilAsync(machine, "UP");
    }

    /// <summary>Kills all replicas on a machine at once (SIGKILL).</summary>
    public Task KillAsync(int machine) => OnEachAsync(machine, (replica, _) => replica.KillAsync());

    /// <summary>Starts the replicas on a killed machine again.</summary>
    public async Task ReviveAsync(int machine)
    {
        await UntilAsync(machine, "DOWN");
        await OnEachAsync(machine, (replica, _) => replica.StartAgainAsync());
        await UntilAsync(machine, "UP");
    }

    /// <summary>Stops the clients.</summary>
    public Task EndAsync() => Task.WhenAll([.. Http.Values.Select(load => load.EndAsync()), Raw?.EndAsync() ?? Task.CompletedTask]);

    /// <summary>
    /// Waits until the load balancer reports exactly this state for all replicas on the machine: <c>UP 1/2</c> is not enough, since the next
    /// failed check would remove such a replica.
    /// </summary>
    public Task UntilAsync(int machine, string opinion) => OnEachAsync(machine, (replica, _) => UntilAsync(_balancer, replica.Kind, machine, opinion));

    public async ValueTask DisposeAsync()
    {
        await _balancer.DisposeAsync();
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
        await Machines.DisposeAsync();
    }

    // Clients start when every replica has passed a check. Until then HAProxy sends requests to each, and removes it after one failed check.
    private static async Task<DataCentre> OpenAsync(Machines machines, List<Replica> replicas, IReadOnlyList<ServerKind> kinds)
    {
        var balancer = await HaProxy.StartAsync(machines, replicas);
        try
        {
            await Task.WhenAll(kinds.SelectMany(kind => Enumerable.Range(0, Machines.Count).Select(machine => UntilAsync(balancer, kind, machine, "UP"))));
            return new DataCentre(machines, replicas, balancer, kinds);
        }
        catch
        {
            await balancer.DisposeAsync();
            throw;
        }
    }

    private static async Task UntilAsync(HaProxy balancer, ServerKind kind, int machine, string opinion)
    {
        using var late = new CancellationTokenSource(Hang.Guard);
        while (await balancer.OpinionAsync(kind, machine) != opinion)
            await Task.Delay(50, late.Token);
    }

    private async Task StopAndStartAsync(int machine)
    {
        Raw?.Mark();
        await OnEachAsync(machine, async (replica, _) =>
        {
            if (await replica.StopAsync() is not 0 and var code)
                throw new InvalidOperationException($"{replica.Kind} ended with {code}.");
            await replica.StartAgainAsync();
        });
    }

    private Task OnEachAsync(int machine, Func<Replica, string, Task> act) =>
        Task.WhenAll(_replicas.GroupBy(replica => replica.Kind).Select(kind => act(kind.ElementAt(machine), HaProxy.Name(kind.Key, machine))));
}
