using System.Net;
using SideBySide.Language;

namespace SideBySide.Servers.Peers;

/// <summary>The installed peers, running on free loopback ports until this is disposed or the process ends.</summary>
public sealed class PeerSet : IAsyncDisposable
{
    private readonly List<PeerProcess> _processes;

    private PeerSet(List<PeerProcess> processes, List<MissingPeer> missing)
    {
        _processes = processes;
        Missing = missing;
    }

    /// <summary>The peers that listen, in the order of their definitions.</summary>
    public IReadOnlyList<Peer> Running => [.. _processes.Select(process => process.Peer)];

    /// <summary>The peers that do not run, with the reason.</summary>
    public IReadOnlyList<MissingPeer> Missing { get; }

    /// <summary>Starts all peers in parallel and waits until each listens or is known to be missing.</summary>
    /// <param name="time">The clock for the timeout of 30 s.</param>
    /// <param name="cancellation">Cancels the start and stops the started peers.</param>
    public static Task<PeerSet> StartAsync(TimeProvider time, CancellationToken cancellation = default) => StartAsync(PeerDefinition.All, time, cancellation);

    /// <summary>Starts these peers in parallel and waits until each listens or is known to be missing.</summary>
    /// <param name="plans">The peers.</param>
    /// <param name="time">The clock for the timeout of 30 s.</param>
    /// <param name="cancellation">Cancels the start and stops the started peers.</param>
    public static async Task<PeerSet> StartAsync(IReadOnlyList<PeerDefinition> plans, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentNullException.ThrowIfNull(time);
        var starting = plans.Select(plan => PeerProcess.StartAsync(plan, time, cancellation)).ToArray();
        try
        {
            var started = await Task.WhenAll(starting);
            return new PeerSet([.. started.Select(one => one.Running).OfType<PeerProcess>()], [.. started.Select(one => one.Missing).OfType<MissingPeer>()]);
        }
        catch
        {
            foreach (var one in starting.Where(one => one.IsCompletedSuccessfully))
            {
                if ((await one).Running is { } process)
                    await process.DisposeAsync();
            }

            throw;
        }
    }

    /// <summary>Ends all peers and their child processes.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Select(process => process.DisposeAsync().AsTask()));
        _processes.Clear();
    }
}

/// <summary>A well-known server from another project, running beside this repository's servers.</summary>
/// <param name="Id">A short name that never changes: <c>flask</c>, <c>django</c>, <c>fastapi</c>, <c>nginx</c>, <c>ws</c>, <c>websockets</c>.</param>
/// <param name="Name">Its official name.</param>
/// <param name="Version">Its version, for example <c>2.2.2</c>.</param>
/// <param name="Server">The HTTP server that parses the bytes, with its version. A Python framework uses a separate one; experiments on the
/// wire test this one.</param>
/// <param name="Address">Its address; always on loopback.</param>
/// <param name="IsWebSocketOnly">Whether it echoes WebSocket messages and has no other route.</param>
public sealed record Peer(string Id, string Name, string Version, string Server, IPEndPoint Address, bool IsWebSocketOnly = false);

/// <summary>A peer that does not run.</summary>
/// <param name="Id">As in <see cref="Peer"/>.</param>
/// <param name="Name">As in <see cref="Peer"/>.</param>
/// <param name="Reason">The missing packages with the command that installs them, or the failure; one sentence.</param>
public sealed record MissingPeer(string Id, string Name, LocalizedText Reason);

/// <summary>The reasons why a peer does not run.</summary>
internal static class PeerTexts
{
    public static LocalizedText OnlyOnLinux(PeerDefinition plan) => new(
        $"{plan.Name} runs only on Linux here, from the packages of Debian.",
        $"只有在 Linux 上（使用 Debian 软件包）才能并排运行 {plan.Name}。");

    public static LocalizedText NotInstalled(PeerDefinition plan) => new(
        $"{plan.Name} is not installed; \"sudo apt install {plan.Packages}\" installs it on Debian.",
        $"尚未安装 {plan.Name}；在 Debian 上可运行“sudo apt install {plan.Packages}”。");

    public static LocalizedText Ended(PeerDefinition plan, int exitCode, string lastWords) => new(
        $"{plan.Name} ended with exit code {exitCode} before it listened{After(": ", lastWords)}.",
        $"{plan.Name} 尚未监听就已退出，退出码 {exitCode}{After("：", lastWords)}。");

    public static LocalizedText NeverListened(PeerDefinition plan, TimeSpan patience) => new(
        $"{plan.Name} did not listen within {patience.TotalSeconds:0} s.",
        $"{plan.Name} 在 {patience.TotalSeconds:0} 秒内没有开始监听。");

    private static string After(string mark, string words) => words.Length > 0 ? mark + words.TrimEnd('.', '。') : "";
}
