using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SideBySide.Language;

namespace SideBySide.Servers.Peers;

/// <summary>One peer, from its detection to its end.</summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMilliseconds(200);

    private readonly DirectoryInfo _folder;
    private readonly ProcessGroup _group;

    private PeerProcess(Peer peer, DirectoryInfo folder, ProcessGroup group)
    {
        Peer = peer;
        _folder = folder;
        _group = group;
    }

    public Peer Peer { get; }

    /// <summary>Starts the peer and waits until it listens.</summary>
    /// <returns>The running peer, or the missing one with the reason.</returns>
    public static async Task<(PeerProcess? Running, MissingPeer? Missing)> StartAsync(PeerDefinition plan, TimeProvider time, CancellationToken cancellation)
    {
        MissingPeer Missing(LocalizedText reason) => new(plan.Id, plan.Name, reason);

        if (!OperatingSystem.IsLinux())
            return (null, Missing(PeerTexts.OnlyOnLinux(plan)));
        using var late = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            if (await AskAsync(plan, either.Token) is not { } found)
                return (null, Missing(PeerTexts.NotInstalled(plan)));
            using var port = new ReservedPort();
            var process = Open(plan, found, port.Address, time);
            try
            {
                if (await process.ListensAsync(time, either.Token))
                    return (process, null);
                var exitCode = process._group.ExitCode;
                await process.DisposeAsync(); // then its standard error has been read to the end
                return (null, Missing(PeerTexts.Ended(plan, exitCode, process._group.LastWords)));
            }
            catch
            {
                await process.DisposeAsync();
                throw;
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, Missing(PeerTexts.NeverListened(plan, s_patience)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<(string Version, string Server)?> AskAsync(PeerDefinition plan, CancellationToken cancellation)
    {
        if (!File.Exists(plan.Question[0]))
            return null;
        using var question = Process.Start(ProcessGroup.Plain(plan.Question[0], plan.Question.Skip(1)))!;
        question.StandardInput.Close();
        try
        {
            // nginx prints its version on standard error.
            var answers = await Task.WhenAll(question.StandardOutput.ReadToEndAsync(cancellation), question.StandardError.ReadToEndAsync(cancellation));
            await question.WaitForExitAsync(cancellation);
            var answer = plan.Answer.Match(string.Concat(answers));
            return question.ExitCode == 0 && answer.Success ? (answer.Groups["version"].Value, answer.Groups["server"].Value) : null;
        }
        catch (OperationCanceledException)
        {
            question.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static PeerProcess Open(PeerDefinition plan, (string Version, string Server) found, IPEndPoint address, TimeProvider time)
    {
        var peers = Path.Combine(AppContext.BaseDirectory, "peers");
        var folder = Directory.CreateTempSubdirectory("csvsbs-");
        try
        {
            var group = ProcessGroup.Start(folder.FullName, plan.Command(peers, folder.FullName, address.Port), time);
            return new PeerProcess(new Peer(plan.Id, plan.Name, found.Version, found.Server, address, plan.IsWebSocketOnly), folder, group);
        }
        catch
        {
            folder.Delete(recursive: true);
            throw;
        }
    }

    // The peers print different messages when they listen, but each accepts a connection.
    private async Task<bool> ListensAsync(TimeProvider time, CancellationToken cancellation)
    {
        for (var wait = TimeSpan.FromMilliseconds(10); !_group.Ended.IsCompleted; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            if (await CanConnectAsync(cancellation))
                return true;
            await Task.WhenAny(_group.Ended, Task.Delay(wait, time, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        return false;
    }

    private async Task<bool> CanConnectAsync(CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(Peer.Address, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
