using SideBySide.Language;
using SideBySide.Measure.Load;

namespace Benchmarks;

/// <summary>One load that several servers are put under, in turn.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Workload">What is sent.</param>
/// <param name="Connections">At once.</param>
/// <param name="Size">Bytes of a message or body.</param>
public sealed record Load(string Id, Workload Workload, int Connections, int Size)
{
    /// <summary>Header fields of a GET.</summary>
    public int Fields { get; init; } = 1;

    /// <summary>Further connections that stay silent.</summary>
    public int Idle { get; init; }

    /// <summary>Through TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>The servers that take part; all that understand it when this is empty.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];
}

/// <summary>Loads that are measured together, on the same processes.</summary>
/// <param name="Id">A short name that never changes.</param>
/// <param name="Title">For people.</param>
/// <param name="Loads">In order.</param>
public sealed record Part(string Id, LocalizedText Title, IReadOnlyList<Load> Loads)
{
    /// <summary>Servers and clients have a processor each, where the system allows it.</summary>
    public bool IsPinned { get; init; } = true;

    /// <summary>Every round starts the servers anew, since the first load changes them for good: memory that was once taken is not given back.</summary>
    public bool StartsAnew { get; init; }

    /// <summary>System calls are counted, too.</summary>
    public bool CountsSystemCalls { get; init; }

    /// <summary>Rounds at most.</summary>
    public int MostRounds { get; init; } = int.MaxValue;

    /// <summary>What grows from load to load; null when they are no curve.</summary>
    public Axis? Axis { get; init; }
}

/// <summary>What grows along a curve.</summary>
/// <param name="Title">For people.</param>
/// <param name="Of">Reads it from a load.</param>
/// <param name="IsFree">More of it should cost a single request nothing; otherwise a straight line.</param>
public sealed record Axis(LocalizedText Title, Func<Load, double> Of, bool IsFree);

/// <summary>Everything that is measured, in the order of the report.</summary>
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

        new("tls", new("HTTP over TLS", "TLS 上的 HTTP"), [new("tls-get-64", Workload.Get, 64, 13) { Tls = true }]) { CountsSystemCalls = true },

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
            new("observing-get-64", Workload.Get, 64, 13) { Only = ["HandRolledHttp", "HandRolledHttp, observed", "MinimalHttpServer", "MinimalHttpServer, observed"] },
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
            .. new[] { 0, 1 << 10, 1 << 15, 1 << 20, 1 << 25, 1 << 30 }.Select(n => new Load($"bodies-{n}", Workload.Post, 4, n) { Only = s_house }),
        ]) { Axis = new(new("bytes of a body", "正文字节数"), load => load.Size, IsFree: false), MostRounds = 2 },

        new("fields", new("More header fields", "首部字段增多"),
        [
            .. new[] { 1, 10, 25, 50, 100 }.Select(n => new Load($"fields-{n}", Workload.Get, 64, 13) { Only = s_house, Fields = n }),
        ]) { Axis = new(new("header fields", "首部字段数"), load => load.Fields, IsFree: false), MostRounds = 2 },
    ];
}
