using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SideBySide.Measure.Load;

namespace Benchmarks.Measuring;

/// <summary>A server that is measured.</summary>
/// <param name="Name">The name in results.</param>
/// <param name="Takes">The workloads that it supports.</param>
/// <param name="Command">Returns the command line; null if it is not installed.</param>
internal sealed record Contestant(string Name, Workload[] Takes, Func<IReadOnlyList<string>?> Command)
{
    /// <summary>It supports only TLS.</summary>
    public bool Tls { get; init; }

    /// <summary>It is a native program, so it needs no warm-up.</summary>
    public bool IsCompiled { get; init; }

    /// <summary>
    /// Metrics and traces are collected and exported. The collector does not exist; this affects only the exporter's thread. It is measured
    /// only by loads that name it.
    /// </summary>
    public bool IsObserved { get; init; }

    /// <summary>The environment variables of its process.</summary>
    public IReadOnlyDictionary<string, string> Environment =>
        IsObserved ? WarmUp.Hurry.Append(new("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")).ToDictionary() : WarmUp.Hurry;

    /// <summary>Whether a load can measure it.</summary>
    public bool CanTake(Load load) =>
        Takes.Contains(load.Workload) && Tls == load.Tls && (load.Only.Count == 0 ? !IsObserved : load.Only.Contains(Name));
}

/// <summary>All measured servers: those of this repository, the baseline in C, and installed ones of other projects.</summary>
internal static class Contestants
{
    // Every check, limit and deadline stays on. Only the default of 10,000 connections is raised, for 64 busy ones beside 10,000 idle ones.
    private static readonly string[] s_rawRoom = ["--Raw:MaxConnections", "20000"];
    private static readonly string[] s_httpRoom = ["--Http:Sockets:MaxConnections", "20000"];

    private static readonly Workload[] s_http = [Workload.Get, Workload.Pipelined, Workload.Post];

    private static readonly string s_peers = Path.Combine(AppContext.BaseDirectory, "bench-peers");

    /// <summary>The servers in the order of measurement; the baseline comes first, since the others are shown as shares of it.</summary>
    public static IReadOnlyList<Contestant> All { get; } =
    [
        new("C, epoll (baseline)", [Workload.Echo], () => Baseline("echo")) { IsCompiled = true },
        new("RawSocketServer", [Workload.Echo], () => [.. ServerUnderLoad.CommandOf("RawSocketServer", "tcp"), .. s_rawRoom]),
        new("RawSocketServer, .NET's sockets", [Workload.Echo], () =>
            [.. ServerUnderLoad.CommandOf("RawSocketServer", "tcp"), .. s_rawRoom, "--Raw:ReadinessLoop", "false"]),
        new("Kestrel, connection handler", [Workload.Echo], () =>
            [ServerUnderLoad.Host, Path.Combine(AppContext.BaseDirectory, "KestrelEcho.dll")]),
        new("NetCoreServer", [Workload.Echo], NetCoreServer),

        new("C, epoll (baseline)", s_http, () => Baseline("http")) { IsCompiled = true },
        new("HandRolledHttp", s_http, () => [.. ServerUnderLoad.CommandOf("HandRolledHttp", "http"), .. s_httpRoom]),
        new("HandRolledHttp, .NET's sockets", s_http, () =>
            [.. ServerUnderLoad.CommandOf("HandRolledHttp", "http"), .. s_httpRoom, "--Http:Sockets:ReadinessLoop", "false"]),
        new("MinimalHttpServer", s_http, () => ServerUnderLoad.CommandOf("MinimalHttpServer", "http")),
        new("nginx", s_http, Nginx) { IsCompiled = true },
        new("Node", s_http, () => Installed.Find("node") is { } node ? [node, Path.Combine(s_peers, "node.js")] : null),

        new("HandRolledHttp", s_http, () => ServerUnderLoad.CommandOf("HandRolledHttp", "https")) { Tls = true },
        new("HandRolledHttp, .NET's sockets", s_http, () =>
            [.. ServerUnderLoad.CommandOf("HandRolledHttp", "https"), "--Http:Sockets:ReadinessLoop", "false"]) { Tls = true },
        new("MinimalHttpServer", s_http, () => Certificate.Pfx is { } pfx
            ? [.. ServerUnderLoad.CommandOf("MinimalHttpServer", "https"), "--Kestrel:Certificates:Default:Path", pfx]
            : null) { Tls = true },

        new("RawSocketServer, observed", [Workload.Echo], () =>
            [.. ServerUnderLoad.CommandOf("RawSocketServer", "tcp"), .. s_rawRoom]) { IsObserved = true },
        new("HandRolledHttp, observed", s_http, () =>
            [.. ServerUnderLoad.CommandOf("HandRolledHttp", "http"), .. s_httpRoom]) { IsObserved = true },
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
        var build = new[]
        {
            "build", Path.Combine(s_peers, "NetCoreServerEcho"), "--configuration", "Release",
            "--output", output, "--verbosity", "quiet", "-nologo", "-clp:NoSummary"
        };
        return Installed.Compile("NetCoreServer", ServerUnderLoad.Host, build)
            ? [ServerUnderLoad.Host, Path.Combine(output, "NetCoreServerEcho.dll")]
            : null;
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
