using SideBySide.Load;

namespace Benchmarks;

/// <summary>One load that several servers are put under, in turn.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Workload">What is sent.</param>
/// <param name="Connections">At once.</param>
/// <param name="Size">Bytes of a message or body.</param>
/// <param name="Idle">Further connections that stay silent.</param>
public sealed record Load(string Id, Workload Workload, int Connections, int Size, int Idle = 0)
{
    /// <summary>The servers that can take it.</summary>
    public IEnumerable<Contestant> Servers => Contestants.All.Where(c => c.Takes.Contains(Workload));
}

/// <summary>Everything that is measured.</summary>
public static class Suite
{
    /// <summary>In the order of the report.</summary>
    public static IReadOnlyList<Load> Loads { get; } =
    [
        new("get-64", Workload.Get, 64, 13),
        new("pipelined-64", Workload.Pipelined, 64, 13),
        new("post-64", Workload.Post, 64, 1024),
        new("echo-1-32", Workload.Echo, 1, 32),
        new("echo-64-32", Workload.Echo, 64, 32),
        new("echo-64-1024", Workload.Echo, 64, 1024),
        new("echo-1024-32", Workload.Echo, 1024, 32),
        new("echo-1024-1024", Workload.Echo, 1024, 1024),
        new("echo-1-65536", Workload.Echo, 1, 65_536),
        new("echo-16-65536", Workload.Echo, 16, 65_536),
        new("get-1", Workload.Get, 1, 13),
        new("get-1024", Workload.Get, 1024, 13),
        new("get-64-idle-9000", Workload.Get, 64, 13, Idle: 9000), // below the cap of 10,000 connections
    ];
}
