using System.Net;
using System.Net.Sockets;

namespace Reliability;

/// <summary>Clients that send to an echo and never read, until the kernel accepts no more bytes.</summary>
internal sealed class NeverReads() : Fault("never-reads", new("Clients that never read", "从不读取的客户端"))
{
    private const int Most = 1024 * 1024;

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var count = plan.Count(200, 50);
        Usage.ForgetPeak(server.Process.Id);
        var before = server.Usage.Memory;
        await using var others = new ControlClients(server);
        var peers = new List<Peer>();
        try
        {
            for (var i = 0; i < count; i++)
                peers.Add(await Peer.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), Narrow, TimeSpan.FromMinutes(1)));
            await Task.WhenAll(peers.Select(peer => FillAsync(peer, server.Kind)));
            await Task.Delay(plan.Time(10, 1));
            return
            [
                new(new("clients", "客户端"), count),
                new(new("memory per connection, KiB", "每条连接占用内存（KiB）"), Math.Max(0, Usage.Peak(server.Process.Id) - before) / 1024.0 / count, Most: 1024),
                Others(plan, await others.EndAsync()),
            ];
        }
        finally
        {
            peers.ForEach(peer => peer.Reset());
        }
    }

    private static void Narrow(Socket socket) => (socket.ReceiveBufferSize, socket.SendBufferSize) = (4096, 16 * 1024);

    // A second without progress: the send is blocked, as it should be.
    private static async Task FillAsync(Peer peer, ServerKind kind)
    {
        var block = new byte[16 * 1024];
        using var stuck = new CancellationTokenSource();
        try
        {
            await peer.SendAsync(kind.EchoHead(1L << 30));
            for (var sent = 0; sent < Most;)
            {
                stuck.CancelAfter(TimeSpan.FromSeconds(1));
                sent += await peer.Socket.SendAsync(block, SocketFlags.None, stuck.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
