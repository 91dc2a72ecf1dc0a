using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SideBySide.Load;

namespace Benchmarks;

/// <summary>A server that takes part.</summary>
/// <param name="Name">In results.</param>
/// <param name="Takes">The loads that it understands.</param>
/// <param name="Command">How it is started; null when it is not installed here.</param>
public sealed record Contestant(string Name, Workload[] Takes, Func<IReadOnlyList<string>?> Command);

/// <summary>All that take part: our servers, the limit in C, and what is installed of others.</summary>
public static class Contestants
{
    private static readonly Workload[] s_http = [Workload.Get, Workload.Pipelined, Workload.Post];

    private static readonly string s_peers = Path.Combine(AppContext.BaseDirectory, "bench-peers");

    /// <summary>In the order in which they are measured; the limit comes first, since the others are told as shares of it.</summary>
    public static IReadOnlyList<Contestant> All { get; } =
    [
        new("C, epoll (the limit)", [Workload.Echo], () => Limit("echo")),
        new("RawSocketServer", [Workload.Echo], () => ServerUnderLoad.CommandOf("RawSocketServer", "tcp")),
        new("RawSocketServer, .NET's sockets", [Workload.Echo], () => [.. ServerUnderLoad.CommandOf("RawSocketServer", "tcp"), "--Raw:ReadinessLoop", "false"]),
        new("C, epoll (the limit)", s_http, () => Limit("http")),
        new("HandRolledHttp", s_http, () => ServerUnderLoad.CommandOf("HandRolledHttp", "http")),
        new("HandRolledHttp, .NET's sockets", s_http, () => [.. ServerUnderLoad.CommandOf("HandRolledHttp", "http"), "--Http:Sockets:ReadinessLoop", "false"]),
        new("MinimalHttpServer", s_http, () => ServerUnderLoad.CommandOf("MinimalHttpServer", "http")),
        new("nginx", [Workload.Get, Workload.Pipelined], Nginx),
        new("Node", s_http, () => Find("node") is { } node ? [node, Path.Combine(s_peers, "node.js")] : null),
    ];

    private static IReadOnlyList<string>? Limit(string mode)
    {
        if (Find("gcc") is not { } gcc)
            return null;
        var program = Path.Combine(s_peers, "limit");
        using var compiler = Process.Start(gcc, ["-O2", "-o", program, program + ".c"]);
        compiler.WaitForExit();
        return compiler.ExitCode == 0 ? [program, mode] : null;
    }

    private static IReadOnlyList<string>? Nginx()
    {
        if (Find("nginx") is null)
            return null;
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)probe.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        return ["/bin/sh", Path.Combine(s_peers, "nginx.sh"), port, Directory.CreateTempSubdirectory("bench-nginx").FullName];
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
