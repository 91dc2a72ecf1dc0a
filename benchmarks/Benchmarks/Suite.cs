using SideBySide.Language;
using SideBySide.Measure.Load;

namespace Benchmarks;

/// <summary>A load; several servers are measured under it in turn.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Workload">The kind of requests.</param>
/// <param name="Connections">The number of simultaneous connections.</param>
/// <param name="Size">The size of a message or body in bytes.</param>
public sealed record Load(string Id, Workload Workload, int Connections, int Size)
{
    /// <summary>The number of header fields of a GET.</summary>
    public int Fields { get; init; } = 1;

    /// <summary>The number of further connections that stay silent.</summary>
    public int Idle { get; init; }

    /// <summary>Whether the load uses TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>The measured servers; if empty, all that support the load.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];
}

/// <summary>Loads that are measured together, with the same processes.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Title">The title.</param>
/// <param name="Loads">The loads in order.</param>
public sealed record Part(string Id, LocalizedText Title, IReadOnlyList<Load> Loads)
{
    /// <summary>Whether servers and clients have a processor each, if the system allows it.</summary>
    public bool IsPinned { get; init; } = true;

    /// <summary>Whether each round restarts the servers: the first load changes them permanently, since memory is not released.</summary>
    public bool StartsAnew { get; init; }

    /// <summary>Whether system calls are counted as well.</summary>
    public bool CountsSystemCalls { get; init; }

    /// <summary>The maximum number of rounds.</summary>
    public int MostRounds { get; init; } = int.MaxValue;

    /// <summary>The quantity that grows from load to load; null if the loads are not a curve.</summary>
    public Axis? Axis { get; init; }
}

/// <summary>The quantity that grows along a curve.</summary>
/// <param name="Title">The title.</param>
/// <param name="Of">Reads the quantity of a load.</param>
/// <param name="IsFree">Whether more of it should not affect the cost of a request; otherwise the cost should be linear.</param>
public sealed record Axis(LocalizedText Title, Func<Load, double> Of, bool IsFree);

/// <summary>All measurements, in the order of the report.</summary>
public static class Suite
{
    private static readonly string[] s_house = ["RawSocketServer", "HandRolledHttp", "MinimalHttpServer"];
    private static readonly string[] s_houseAndBaseline = [.. s_house, "C, epoll (baseline)"];

    /// <summary>All parts.</summary>
    public static IReadOnlyList<Part> Parts { get; } =
    [
        new("http", new("HTTP", "HTTP"),
        [
            new("get-64", Workload.Get, 64, 13),
            new("pipelined-64", Workload.Pipelined, 64, 13),
            new("post-64", Workload.Post, 64, 1024),
            new("get-1", Workload.Get, 1, 13),
            new("get-1024", Workload.Get, 1024, 13),
        ]) { CountsSystemCalls = true },

        new("tls", new("HTTP over TLS", "TLS 上的 HTTP"),
        [
            new("tls-get-64", Workload.Get, 64, 13) { Tls = true },
        ]) { CountsSystemCalls = true },

        new("echo", new("TCP echo", "TCP 回显"),
        [
            new("echo-64-32", Workload.Echo, 64, 32),
            new("echo-64-1024", Workload.Echo, 64, 1024),
            new("echo-1024-32", Workload.Echo, 1024, 32),
            new("echo-1024-1024", Workload.Echo, 1024, 1024),
            new("echo-1-65536", Workload.Echo, 1, 65_536),
            new("echo-16-65536", Workload.Echo, 16, 65_536),
            new("echo-1-32", Workload.Echo, 1, 32),
        ]) { CountsSystemCalls = true },

        new("unpinned", new("Without pinning", "不绑定处理器"),
        [
            new("unpinned-get-64", Workload.Get, 64, 13) { Only = s_houseAndBaseline },
            new("unpinned-pipelined-64", Workload.Pipelined, 64, 13) { Only = s_houseAndBaseline },
            new("unpinned-post-64", Workload.Post, 64, 1024) { Only = s_houseAndBaseline },
            new("unpinned-echo-64-1024", Workload.Echo, 64, 1024) { Only = s_houseAndBaseline },
        ]) { IsPinned = false },

        new("observing", new("With telemetry", "开启遥测时"),
        [
            new("observing-get-64", Workload.Get, 64, 13)
            {
                Only = ["HandRolledHttp", "HandRolledHttp, observed", "MinimalHttpServer", "MinimalHttpServer, observed"]
            },
            new("observing-echo-64-1024", Workload.Echo, 64, 1024) { Only = ["RawSocketServer", "RawSocketServer, observed"] },
        ]),

        new("idle", new("Among idle connections", "与空闲连接并存"),
        [
            new("get-64-idle-0", Workload.Get, 64, 13) { Only = s_house },
            new("get-64-idle-10000", Workload.Get, 64, 13) { Only = s_house, Idle = 10_000 },
            new("echo-64-idle-0", Workload.Echo, 64, 32) { Only = s_house },
            new("echo-64-idle-10000", Workload.Echo, 64, 32) { Only = s_house, Idle = 10_000 },
        ]) { StartsAnew = true },

        new("connections", new("More connections", "连接增多"),
        [
            .. new[] { 1, 64, 1024, 10_000 }.Select(n => new Load($"connections-get-{n}", Workload.Get, n, 13) { Only = s_house }),
            .. new[] { 1, 64, 1024, 10_000 }.Select(n => new Load($"connections-echo-{n}", Workload.Echo, n, 32) { Only = s_house }),
        ]) { Axis = new(new("connections", "连接数"), load => load.Connections, IsFree: true), MostRounds = 2 },

        new("bodies", new("Longer bodies", "正文变长"),
        [
            .. new[] { 0, 1 << 10, 1 << 15, 1 << 20, 1 << 25, 1 << 30 }.Select(n =>
                new Load($"bodies-{n}", Workload.Post, 4, n) { Only = s_house }),
        ]) { Axis = new(new("bytes of a body", "正文字节数"), load => load.Size, IsFree: false), MostRounds = 2 },

        new("fields", new("More header fields", "首部字段增多"),
        [
            .. new[] { 1, 10, 25, 50, 100 }.Select(n => new Load($"fields-{n}", Workload.Get, 64, 13) { Only = s_house, Fields = n }),
        ]) { Axis = new(new("header fields", "首部字段数"), load => load.Fields, IsFree: false), MostRounds = 2 },
    ];
}
