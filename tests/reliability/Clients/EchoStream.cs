using System.Net.Sockets;

namespace Reliability;

/// <summary>Sends many blocks of bytes to an echo and compares them as they come back, without storing them.</summary>
/// <param name="peer">A new connection.</param>
/// <param name="kind">The kind of server; HTTP needs a head first.</param>
/// <param name="blocks">The number of blocks.</param>
/// <param name="size">The size of a block in bytes.</param>
internal sealed class EchoStream(Peer peer, ServerKind kind, int blocks, int size)
{
    private readonly byte[] _block = Pattern(size);
    private readonly byte[] _received = new byte[size];
    private bool _headIsRead;

    public async Task SendAsync()
    {
        await peer.SendAsync(kind.EchoHead((long)blocks * size));
        for (var i = 0; i < blocks; i++)
            await peer.SendAsync(_block);
    }

    public async Task ReceiveAsync(int count)
    {
        if (kind.IsHttp() && !_headIsRead)
            await ReadHeadAsync();
        _headIsRead = true;
        for (var i = 0; i < count; i++)
        {
            for (var got = 0; got < size;)
            {
                var n = await peer.Socket.ReceiveAsync(_received.AsMemory(got), SocketFlags.None, peer.Timeout);
                if (n == 0)
                    throw new InvalidDataException($"The echo ended in block {i}.");
                got += n;
            }

            if (!_received.AsSpan().SequenceEqual(_block))
                throw new InvalidDataException($"Block {i} came back changed.");
        }
    }

    // Byte by byte, so that it receives no byte of the body.
    private async Task ReadHeadAsync()
    {
        var head = new List<byte>();
        while (!System.Runtime.InteropServices.CollectionsMarshal.AsSpan(head).EndsWith("\r\n\r\n"u8))
        {
            if (await peer.Socket.ReceiveAsync(_received.AsMemory(0, 1), SocketFlags.None, peer.Timeout) == 0)
                throw new InvalidDataException("The response ended in its head.");
            head.Add(_received[0]);
        }
    }

    private static byte[] Pattern(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
