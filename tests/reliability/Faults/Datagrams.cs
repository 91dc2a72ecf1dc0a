using System.Net;
using System.Net.Sockets;

namespace Reliability;

/// <summary>A flood of datagrams from one source, while other clients send the largest, an empty, and one with an echo port as source.</summary>
internal sealed class Datagrams() : Fault("datagrams", new("UDP: flood, largest, empty, spoofed", "UDP：洪泛、最大、空、伪造源地址"))
{
    private const int Largest = 65_507; // the rest of 65,535 bytes after the headers of IPv4
    private const int EchoPort = 7;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public override bool Concerns(ServerKind kind) => kind == ServerKind.Raw;

    public override async Task<IReadOnlyList<Measure>> RunAsync(RunPlan plan, ServerUnderTest server)
    {
        var target = Peer.Endpoint(server.Process.Urls.First(url => url.StartsWith("udp:", StringComparison.Ordinal)));
        var count = plan.Count(500_000, 20_000);
        await using var others = new ControlClients(server);
        var start = TimeProvider.System.GetTimestamp();
        var answered = await FloodAsync(target, count);
        var allowed = 100 * (2 + Math.Ceiling(TimeProvider.System.GetElapsedTime(start).TotalSeconds)); // a burst of 100, then 100 per second
        var measures = new List<Measure>
        {
            new(new("datagrams in the flood", "洪泛的数据报"), count),
            new(new("of these with a response; 100 per second are allowed", "其中得到响应的；每秒允许 100 个"), answered, 1, allowed),
            new(new("bytes returned for the largest datagram", "最大数据报返回的字节数"), await AskAsync(target, "127.0.0.2", 0, Largest), Largest, Largest),
            new(new("bytes returned for the empty datagram", "空数据报返回的字节数"), await AskAsync(target, "127.0.0.2", 0, 0), 0, 0),
            Others(plan, await others.EndAsync()),
        };
        try
        {
            measures.Add(new(new("responses to port 7", "发往端口 7 的响应"), await AskAsync(target, "127.0.0.3", EchoPort, 4) < 0 ? 0 : 1, Most: 0));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            // only root may bind port 7; UdpEchoTests check the rule itself
        }

        return measures;
    }

    private static async Task<int> FloodAsync(IPEndPoint target, int count)
    {
        using var socket = From("127.0.0.1", 0);
        var answered = 0;
        using var over = new CancellationTokenSource();
        var counting = CountAsync();
        for (var i = 0; i < count; i++)
            await socket.SendToAsync(new byte[64], SocketFlags.None, target);
        await Task.Delay(500);
        await over.CancelAsync();
        await counting;
        return answered;

        async Task CountAsync()
        {
            var buffer = new byte[100];
            try
            {
                for (; ; answered++)
                    await socket.ReceiveFromAsync(buffer, SocketFlags.None, target, over.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }

    // The flood may push a datagram out of the receive buffer, since UDP guarantees nothing, so it is sent again. -1: no response at all.
    private static async Task<int> AskAsync(IPEndPoint target, string source, int port, int size)
    {
        using var socket = From(source, port);
        var buffer = new byte[Largest + 1];
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await socket.SendToAsync(new byte[size], SocketFlags.None, target);
            using var late = new CancellationTokenSource(port == EchoPort ? TimeSpan.FromSeconds(1) : s_patience);
            try
            {
                return (await socket.ReceiveFromAsync(buffer, SocketFlags.None, target, late.Token)).ReceivedBytes;
            }
            catch (OperationCanceledException)
            {
            }
        }

        return -1;
    }

    private static Socket From(string address, int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
