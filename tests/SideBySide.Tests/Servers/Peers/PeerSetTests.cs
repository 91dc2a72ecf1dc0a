using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using SideBySide.Servers.Peers;

namespace SideBySide.Tests.Servers.Peers;

/// <summary>A peer is found, or its missing program is named; no peer outlives its starter.</summary>
[Trait("kind", "process")]
public sealed class PeerSetTests
{
    [Theory, EachPeer]
    public async Task A_peer_listens_until_it_is_disposed(string id)
    {
        var peers = await PeerSet.StartAsync([Plan(id)], TimeProvider.System, Token);
        await using (peers)
        {
            if (peers.Missing is [var missing])
                Tool.Missing(missing.Reason.En);
            var peer = Assert.Single(peers.Running);
            Assert.Equal(id, peer.Id);
            Assert.Matches(@"^\d+\.\d+", peer.Version);
            Assert.Matches(@"\d+\.\d+", peer.Server);
            (await TestKit.Peer.ConnectAsync(peer.Address.Port)).Socket.Dispose();

            await peers.DisposeAsync();
            await RefusesAsync(peer.Address.Port);
        }
    }

    [Fact]
    public async Task What_is_not_installed_is_named_with_the_command_that_installs_it()
    {
        var absent = PeerDefinition.Flask with { Question = ["/usr/bin/python3", "-c", "import absent"] };
        var nowhere = PeerDefinition.Nginx with { Question = ["/nowhere/nginx", "-v"] };
        await using var peers = await PeerSet.StartAsync([absent, nowhere], TimeProvider.System, Token);
        Assert.Empty(peers.Running);
        Assert.Equal(["flask", "nginx"], peers.Missing.Select(peer => peer.Id));
        OnLinux();
        Assert.All(peers.Missing.Zip(["apt install python3-flask", "apt install nginx-light"]), one =>
        {
            Assert.Contains(one.Second, one.First.Reason.En, StringComparison.Ordinal);
            Assert.Contains(one.Second, one.First.Reason.Zh, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task One_that_ends_at_once_leaves_its_last_words()
    {
        OnLinux();
        await using var peers = await PeerSet.StartAsync([Shell("echo 'no such module' >&2; exit 3")], TimeProvider.System, Token);
        var missing = Assert.Single(peers.Missing);
        Assert.Contains("exit code 3 before it listened: no such module.", missing.Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_never_listens_is_not_waited_for_any_longer()
    {
        OnLinux();
        var time = new FakeTimeProvider();
        var starting = PeerSet.StartAsync([Shell("sleep 1000")], time, Token);
        time.Advance(TimeSpan.FromSeconds(30));
        await using var peers = await starting.WaitAsync(Hang.Guard, Token);
        Assert.Contains("within 30 s", Assert.Single(peers.Missing).Reason.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_group_ends_when_the_process_that_holds_it_is_killed()
    {
        OnLinux();
        const string Holder = "echo holder $$ >&2; exec sleep 1000";
        const string Command = "sleep 1000 & echo command $! >&2; wait";
        using var pipeline = Process.Start(new ProcessStartInfo("/bin/sh",
            ["-c", $"sh -c '{Holder}' | setsid sh \"$0\" sh -c '{Command}'", Path.Combine(AppContext.BaseDirectory, "peers", "run-in-group.sh")])
        { RedirectStandardError = true })!;
        try
        {
            var started = new[] { await LineAsync(pipeline), await LineAsync(pipeline) }.Order().ToArray();
            Assert.StartsWith("command ", started[0], StringComparison.Ordinal);
            using (var holder = Process.GetProcessById(int.Parse(started[1]!.Split(' ')[1], CultureInfo.InvariantCulture)))
                holder.Kill();

            // All these processes share the same standard error, so its end is the end of all.
            _ = await pipeline.StandardError.ReadToEndAsync(Token).WaitAsync(Hang.Guard, Token);
            await pipeline.WaitForExitAsync(Token).WaitAsync(Hang.Guard, Token);
            Assert.Equal(128 + 9, pipeline.ExitCode);
        }
        finally
        {
            pipeline.Kill(entireProcessTree: true);
        }
    }

    // The kernel needs a moment to remove a killed process; a process that was not killed would continue to listen.
    private static async Task RefusesAsync(int port)
    {
        using var late = new CancellationTokenSource(Hang.Guard);
        while (true)
        {
            try
            {
                (await TestKit.Peer.ConnectAsync(port)).Socket.Dispose();
            }
            catch (SocketException e)
            {
                Assert.Equal(SocketError.ConnectionRefused, e.SocketErrorCode);
                return;
            }

            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Task<string?> LineAsync(Process process) => process.StandardError.ReadLineAsync(Token).AsTask().WaitAsync(Hang.Guard, Token);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static PeerDefinition Plan(string id) => PeerDefinition.All.Single(plan => plan.Id == id);

    private static PeerDefinition Shell(string script) => PeerDefinition.Nginx with
    {
        Question = ["/bin/sh", "-c", "echo nginx/1.0"],
        Command = (_, _, _) => ["/bin/sh", "-c", script],
    };

    private static void OnLinux()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Peers run on Linux only.");
    }
}
