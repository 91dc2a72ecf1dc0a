using System.Net.Sockets;

namespace Contract.Tests.Balancer;

/// <summary>HAProxy with the configuration that <c>deploy/</c> holds, its frontends on socket files of a folder of its own.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _process;

    private HaProxy(DirectoryInfo folder, ServerProcess process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>Starts it, or skips the test where there is none.</summary>
    /// <param name="kind">As the configuration calls it: <c>RAW</c>, <c>HANDROLLED</c>, <c>MINIMAL</c>.</param>
    /// <param name="replicas">Address and port of each replica.</param>
    public static async Task<HaProxy> StartAsync(string kind, IEnumerable<string> replicas)
    {
        var haproxy = Tool.Require("haproxy");
        var folder = Directory.CreateTempSubdirectory("haproxy-");
        var environment = new Dictionary<string, string?>();
        foreach (var frontend in new[] { "RAW", "HANDROLLED", "MINIMAL" })
            environment[frontend] = "unix@" + SocketOf(folder, frontend);
        foreach (var (index, address) in replicas.Index())
            environment[$"{kind}_{index + 1}"] = address;
        try
        {
            var process = await ServerProcess.StartCommandAsync(
                haproxy.Path, ["-W", "-f", Path.Combine(Repository.Root, "deploy", "haproxy", "haproxy.cfg")], new("Loading success"), environment);
            return new HaProxy(folder, process);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Connects to the frontend.</summary>
    public async ValueTask<Stream> ConnectAsync(string kind, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketOf(_folder, kind)), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string SocketOf(DirectoryInfo folder, string frontend) => Path.Combine(folder.FullName, frontend + ".sock");
}
