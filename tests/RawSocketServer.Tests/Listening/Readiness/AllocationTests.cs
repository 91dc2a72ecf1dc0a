using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Echo;

namespace RawSocketServer.Tests.Listening.Readiness;

/// <summary>An echoed message allocates nothing. The whole process is measured, so no other test may run.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
[Trait("kind", "serial")]
public class AllocationTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(1024)]
    public async Task Nothing_is_allocated_for_a_message(int size)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is .NET's own sockets that allocate or not.");
        const int Messages = 20_000, Rounds = 10;
        await using var listener = new Listener(
            new TcpEcho(new TcpEchoOptions(), NullLogger.Instance).ServeAsync);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        peer.Connect(Peer.Endpoint(listener.Server.Urls[0])); // blocking from the first call on, which allocates nothing either

        // Several rounds: the first fills pools, and background work allocates a little in some. A real cost appears in all of them.
        var allocated = long.MaxValue;
        for (var round = 0; round < Rounds && allocated > 2 * Messages; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Exchange(peer, size, Messages);
            allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        // Far less than an object per message: background work of the process sometimes allocates a little.
        Assert.InRange(allocated, 0, 2 * Messages);
    }

    private static void Exchange(Socket socket, int size, int count)
    {
        Span<byte> message = stackalloc byte[size];
        for (var i = 0; i < count; i++)
        {
            socket.Send(message);
            for (var received = 0; received < size;)
                received += socket.Receive(message[received..]);
        }
    }
}
