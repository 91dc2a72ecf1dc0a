using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>A server that takes part.</summary>
/// <param name="Name">In results.</param>
/// <param name="Takes">The loads that it understands.</param>
/// <param name="Command">How it is started; null when it is not installed here.</param>
internal sealed record Contestant(string Name, Workload[] Takes, Func<IReadOnlyList<string>?> Command)
{
    /// <summary>It speaks TLS, and nothing else.</summary>
    public bool Tls { get; init; }

    /// <summary>It was compiled before it was started, so that there is nothing to warm up.</summary>
    public bool IsCompiled { get; init; }

    /// <summary>
    /// Metrics and traces are collected and exported, and that no collector is there to take them concerns only the exporter's thread. It takes
    /// part only where it is named.
    /// </summary>
    public bool IsObserved { get; init; }

    /// <summary>What it finds in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        IsObserved ? WarmUp.Hurry.Append(new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")).ToDictionary() : WarmUp.Hurry;

    /// <summary>Whether it can be put under a load.</summary>
    public bool CanTake(Load load) => Takes.Contains(load.Workload) && Tls == load.Tls && (load.Only.Count == 0 ? !IsObserved : load.Only.Contains(Name));
}

/// <summary>All that take part: our servers, the baseline in C, and what is installed of others.</summary>
internal static class Contestants
{
    // Every check, limit and deadline stays on; only the cap of 10,000 connections would refuse the 64 busy ones beside 10,000 idle.
    private static readonly string[] s_rawRoom = ["--Raw:MaxConnections", "20000"];
    private static readonly string[] s_httpRoom = ["--Http:Sockets:MaxConnections", "20000"];

    private static readonly Workload[] s_http = [Workload.Get, Workload.Pipelined, Workload.Post];

    private static readonly string s_peers = Path.Combine(AppContext.BaseDirectory, "bench-peers");

    /// <summary>In the order in which they are measured; the baseline comes first, since the others are told as shares of it.</summary>
    public static IReadOnlyList<Contestant> All { get; } =
    [
        new("C, epoll (baseline)", [Workload.Echo], () => Baseline("echo")) { IsCompiled = true },
        new("RawSocketServer", [Workload.Echo], () => [.. ServerUnderLoad.CommandOf("RawSocketServer", "tcp"), .. s_rawRoom]),
        new("RawSocketServer, .NET's sockets", [Workload.Echo], () => [.. ServerUnderLoad.CommandOf("RawSocketServer", "tcp"), .. s_rawRoom, "--Raw:ReadinessLoop", "false"]),
        new("Kestrel, connection handler", [Workload.Echo], () => [ServerUnderLoad.Host, Path.Combine(AppContext.BaseDirectory, "KestrelEcho.dll")]),
        new("NetCoreServer", [Workload.Echo], NetCoreServer),

        new("C, epoll (baseline)", s_http, () => Baseline("http")) { IsCompiled = true },
        new("HandRolledHttp", s_http, () => [.. ServerUnderLoad.CommandOf("HandRolledHttp", "http"), .. s_httpRoom]),
        new("HandRolledHttp, .NET's sockets", s_http, () => [.. ServerUnderLoad.CommandOf("HandRolledHttp", "http"), .. s_httpRoom, "--Http:Sockets:ReadinessLoop", "false"]),
        new("MinimalHttpServer", s_http, () => ServerUnderLoad.CommandOf("MinimalHttpServer", "http")),
        new("nginx", s_http, Nginx) { IsCompiled = true },
        new("Node", s_http, () => Installed.Find("node") is { } node ? [node, Path.Combine(s_peers, "node.js")] : null),

        new("HandRolledHttp", s_http, () => ServerUnderLoad.CommandOf("HandRolledHttp", "https")) { Tls = true },
        new("HandRolledHttp, .NET's sockets", s_http, () => [.. ServerUnderLoad.CommandOf("HandRolledHttp", "https"), "--Http:Sockets:ReadinessLoop", "false"]) { Tls = true },
        new("MinimalHttpServer", s_http, () => Certificate.Pfx is { } pfx
            ? [.. ServerUnderLoad.CommandOf("MinimalHttpServer", "https"), "--Kestrel:Certificates:Default:Path", pfx]
            : null) { Tls = true },

        new("RawSocketServer, observed", [Workload.Echo], () => [.. ServerUnderLoad.CommandOf("RawSocketServer", "tcp"), .. s_rawRoom]) { IsObserved = true },
        new("HandRolledHttp, observed", s_http, () => [.. ServerUnderLoad.CommandOf("HandRolledHttp", "http"), .. s_httpRoom]) { IsObserved = true },
        new("MinimalHttpServer, observed", s_http, () => ServerUnderLoad.CommandOf("MinimalHttpServer", "http")) { IsObserved = true },
    ];

    private static IReadOnlyList<string>? Baseline(string mode)
    {
        if (Installed.Find("gcc") is not { } gcc)
            return null;
        var program = Path.Combine(s_peers, "baseline");
        return Installed.Compile("The baseline", gcc, ["-O2", "-o", program, program + ".c"]) ? [program, mode] : null;
    }

    private static IReadOnlyList<string>? NetCoreServer()
    {
        var output = Path.Combine(s_peers, "netcoreserver");
        var build = new[] { "build", Path.Combine(s_peers, "NetCoreServerEcho"), "--configuration", "Release", "--output", output, "--verbosity", "quiet", "-nologo", "-clp:NoSummary" };
        return Installed.Compile("NetCoreServer", ServerUnderLoad.Host, build) ? [ServerUnderLoad.Host, Path.Combine(output, "NetCoreServerEcho.dll")] : null;
    }

    private static IReadOnlyList<string>? Nginx()
    {
        if (Installed.Find("nginx") is null)
            return null;
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)probe.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        return ["/bin/sh", Path.Combine(s_peers, "nginx.sh"), port, Directory.CreateTempSubdirectory("bench-nginx").FullName];
    }
}
