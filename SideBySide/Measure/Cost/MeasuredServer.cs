using SideBySide.Measure.Load;

namespace SideBySide.Measure.Cost;

/// <summary>One measured server: its process, a connected client, and the measurements so far.</summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private readonly ServerUnderLoad _server;
    private readonly UsageProbe _usage;
    private readonly CostClient _client;
    private readonly List<double> _cpu = [];
    private readonly List<double> _allocated = [];

    private MeasuredServer(ServerUnderLoad server, UsageProbe probe, CostClient client)
    {
        _server = server;
        _usage = probe;
        _client = client;
    }

    /// <summary>Starts the server and connects.</summary>
    public static async Task<MeasuredServer> OpenAsync(string name, string scheme, Workload workload, TimeProvider time, CancellationToken cancel)
    {
        var probe = new UsageProbe();
        ServerUnderLoad? server = null;
        try
        {
            server = await ServerUnderLoad.StartAsync(name, ServerUnderLoad.CommandOf(name, scheme), Pinning.Server, time, cancel, probe.Environment.Concat(WarmUp.Hurry).ToDictionary());
            return new MeasuredServer(server, probe, new CostClient(server.Address, new Exchange(workload, Exchange.Message.Length)));
        }
        catch
        {
            if (server is not null)
                await server.DisposeAsync();
            await probe.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes uncounted exchanges.</summary>
    public Task WarmUpAsync(int exchanges, CancellationToken cancel) => Task.Run(() => _client.Make(exchanges, cancel), cancel);

    /// <summary>Makes a round of exchanges and records the server's usage.</summary>
    public async Task MeasureAsync(int exchanges, CancellationToken cancel)
    {
        var before = await _usage.AskAsync(cancel);
        await Task.Run(() => _client.Make(exchanges, cancel), cancel);
        var used = await _usage.AskAsync(cancel) - before;
        _cpu.Add(used.Cpu.TotalMicroseconds / exchanges);
        _allocated.Add((double)used.AllocatedBytes / exchanges);
    }

    /// <summary>Counts system calls in further exchanges and returns the medians of the rounds.</summary>
    public async Task<CostRow> CloseAsync(int traced, CancellationToken cancel)
    {
        var calls = await SystemCalls.CountAsync(_server.ProcessId, () => Task.Run(() => _client.Make(traced, cancel), cancel), cancel);
        return new CostRow(_server.Name, Exchange.Message.Length, (int)(_client.Sent / _client.Exchanges), (int)(_client.Received / _client.Exchanges),
            calls?.ToDictionary(call => call.Key, call => (double)call.Value / traced), Median(_allocated), Median(_cpu));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        await _usage.DisposeAsync();
    }

    private static double Median(List<double> rounds) => rounds.Order().ElementAt(rounds.Count / 2);
}
