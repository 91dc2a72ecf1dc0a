using System.Globalization;
using System.Net;
using Benchmarks.Results;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>
/// Counts the bytes that a server allocates per request. Only the process itself can count them, so the server runs in this process, which
/// does nothing else meanwhile; the clients run in another.
/// </summary>
internal static class AllocationRun
{
    private static readonly TimeSpan s_lead = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);

    /// <summary>Measures the two servers written by hand and MinimalHttpServer.</summary>
    public static async Task<IReadOnlyList<Allocation>> MeasureAsync(CancellationToken cancel)
    {
        string[] tcp = ["--urls", "tcp://127.0.0.1:0"], http = ["--urls", "http://127.0.0.1:0"];
        return
        [
            await MeasureAsync("echo-64-1024", "RawSocketServer", Raw(), Workload.Echo, cancel),
            await MeasureAsync("get-64", "HandRolledHttp", HandRolled(), Workload.Get, cancel),
            await MeasureAsync("post-64", "HandRolledHttp", HandRolled(), Workload.Post, cancel),
            await MeasureAsync("get-64", "MinimalHttpServer", Minimal(), Workload.Get, cancel),
            await MeasureAsync("post-64", "MinimalHttpServer", Minimal(), Workload.Post, cancel),
        ];

        IHost Raw() => RawSocketServer.Program.Create(tcp, app => app.Logging.ClearProviders());
        IHost HandRolled() => HandRolledHttp.Program.Create(http, app => app.Logging.ClearProviders());
        IHost Minimal() => MinimalHttpServer.Program.Create(http, app => app.Logging.ClearProviders());
    }

    private static async Task<Allocation> MeasureAsync(string load, string name, IHost server, Workload workload, CancellationToken cancel)
    {
        using (server)
        {
            await server.StartAsync(cancel);
            var url = new Uri(
                server is WebApplication app ? app.Urls.Single() : server.Services.GetRequiredService<BoundUrls>().Urls.Single());
            var plan = new LoadPlan(new IPEndPoint(IPAddress.Loopback, url.Port), workload, 64, 1024, s_lead, s_window * 1.5);
            var clients = LoadProcess.RunAsync(name, Environment.ProcessId, plan, processor: null, cancel);

            // The window lies within the clients' measurement; meanwhile this process only serves.
            await Task.Delay(s_settling, TimeProvider.System, cancel);
            var (before, start) = (GC.GetTotalAllocatedBytes(precise: true), TimeProvider.System.GetTimestamp());
            await Task.Delay(s_window, TimeProvider.System, cancel);
            var (after, seconds) = (GC.GetTotalAllocatedBytes(precise: true), TimeProvider.System.GetElapsedTime(start).TotalSeconds);

            var allocation = new Allocation(load, name, (after - before) / ((await clients).RequestsPerSecond * seconds));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{"allocated-" + load,-24} {name,-34} {allocation.BytesPerRequest,12:N1} B"));
            await server.StopAsync(cancel);
            return allocation;
        }
    }
}
