using System.Net;
using SideBySide.Cli;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Argument;

/// <summary>Makes every point of the argument once, over real sockets, as soon as everything listens.</summary>
/// <param name="servers">The servers.</param>
/// <param name="output">Words for the terminal.</param>
/// <param name="time">The clock of the recordings.</param>
public sealed class Demonstration(ServerSet servers, DemoOutput output, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1); // a guard: each exchange ends by itself

    private readonly TaskCompletionSource<IReadOnlyList<Observation>> _observed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was observed, once all of it was.</summary>
    public Task<IReadOnlyList<Observation>> Observed => _observed.Task;

    /// <summary>Makes the points and tells each as it happens. A server without a fitting address is passed over.</summary>
    /// <param name="cancellation">Ends it early: the house is closing.</param>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var client = new WireClient(time);
        var observations = new List<Observation>();
        foreach (var point in Point.All)
        {
            if (servers.Servers.First(server => server.Definition == point.Server).First(point.Scheme) is not { } url)
                continue;
            var recording = await client.ExchangeAsync(Address(url), point.Bytes(url.Authority), point.AfterSending, s_patience, cancellation);
            var observation = new Observation(point, url, recording);
            observations.Add(observation);
            output.Observed(observation, observations.Count);
        }

        _observed.SetResult(observations);
    }

    private static IPEndPoint Address(Uri url) =>
        new(IPAddress.TryParse(url.DnsSafeHost, out var address) ? address : IPAddress.Loopback, url.Port);
}
