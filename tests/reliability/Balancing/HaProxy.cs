using System.Net.Sockets;
using System.Text;

namespace Reliability.Balancing;

/// <summary>HAProxy with the configuration in <c>deploy/</c>; only the addresses differ, and its frontends are Unix sockets in its own folder.</summary>
internal sealed class HaProxy : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder;
    private readonly ServerProcess _process;

    private HaProxy(DirectoryInfo folder, ServerProcess process)
    {
        _folder = folder;
        _process = process;
    }

    /// <summary>Starts HAProxy.</summary>
    /// <param name="machines">The machines.</param>
    /// <param name="replicas">The replicas: for each kind one per machine, in order.</param>
    public static async Task<HaProxy> StartAsync(Machines machines, IEnumerable<Replica> replicas)
    {
        var folder = Directory.CreateTempSubdirectory("haproxy-");
        var environment = Enum.GetValues<ServerKind>().Select(Frontend).Append("ADMIN").ToDictionary(name => name, name => (string?)File(folder, name));
        foreach (var kind in Enum.GetValues<ServerKind>())
            environment[Frontend(kind)] = "unix@" + File(folder, Frontend(kind));
        foreach (var kind in replicas.GroupBy(replica => replica.Kind))
        {
            foreach (var (machine, replica) in kind.Index())
                environment[$"{Frontend(kind.Key)}_{machine + 1}"] = replica.Address;
        }

        try
        {
            var command = machines.OnBalancer("haproxy", "-W", "-f", Path.Combine(Repository.Root, "deploy", "haproxy", "haproxy.cfg"));
            return new HaProxy(folder, await ServerProcess.StartCommandAsync(command[0], command[1..], new("Loading success"), environment));
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Connects to the frontend of a kind of server.</summary>
    public Task<Peer> ConnectAsync(ServerKind kind) => ConnectAsync(Frontend(kind));

    /// <summary>Sends an administrator's command: <c>set server handrolled_replicas/handrolled1 state maint</c>.</summary>
    public async Task<string> TellAsync(string command)
    {
        await using var peer = await ConnectAsync("ADMIN");
        await peer.SendAsync(command + "\n");
        return Encoding.UTF8.GetString(await peer.ReceiveToEndAsync());
    }

    /// <summary>The state of a replica: <c>UP</c>, <c>DOWN</c>, <c>MAINT</c>, with details after it.</summary>
    public async Task<string> OpinionAsync(ServerKind kind, int machine)
    {
        var lines = (await TellAsync("show stat")).Split('\n');
        var column = Array.IndexOf(lines[0].Split(','), "status");
        var (backend, server) = (Name(kind, machine).Split('/')[0], Name(kind, machine).Split('/')[1]);
        return lines.First(line => line.StartsWith($"{backend},{server},", StringComparison.Ordinal)).Split(',')[column];
    }

    /// <summary>The name of a replica in the configuration.</summary>
    public static string Name(ServerKind kind, int machine)
    {
        var name = Frontend(kind).ToLowerInvariant();
        return $"{name}_replicas/{name}{machine + 1}";
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private Task<Peer> ConnectAsync(string name) => Peer.ConnectAsync(new UnixDomainSocketEndPoint(File(_folder, name)), patience: s_patience);

    private static string Frontend(ServerKind kind) => kind.ToString().ToUpperInvariant();

    private static string File(DirectoryInfo folder, string name) => Path.Combine(folder.FullName, name);
}
