using System.Net.Sockets;

namespace Reliability;

/// <summary>Streams bytes to an echo, with a bounded number of unechoed bytes, and compares them until the other side finishes.</summary>
/// <param name="peer">A new connection.</param>
internal sealed class RawCaller(Peer peer)
{
    private const int Ahead = 32 * 1024;

    private readonly SemaphoreSlim _room = new(Ahead / 1000);
    private long _sent;

    /// <summary>Bytes that the kernel has accepted.</summary>
    public long Sent => Volatile.Read(ref _sent);

    /// <summary>Bytes that came back unchanged.</summary>
    public long Echoed { get; private set; }

    /// <summary>Whether it ended with a reset instead of FIN.</summary>
    public bool WasReset { get; private set; }

    /// <summary>Runs until the connection ends.</summary>
    public async Task RunAsync()
    {
        using var over = new CancellationTokenSource();
        var sending = SendAsync(over.Token);
        var buffer = new byte[Ahead];
        try
        {
            while (await peer.Socket.ReceiveAsync(buffer, SocketFlags.None, peer.Timeout) is > 0 and var n)
            {
                for (var i = 0; i < n; i++)
                {
                    if (buffer[i] != At(Echoed + i))
                        throw new InvalidDataException($"Byte {Echoed + i} came back changed.");
                }

                var whole = (int)(((Echoed + n) / 1000) - (Echoed / 1000));
                Echoed += n;
                if (whole > 0)
                    _room.Release(whole);
            }
        }
        catch (SocketException)
        {
            WasReset = true;
        }

        await over.CancelAsync();
        await sending;
    }

    private async Task SendAsync(CancellationToken over)
    {
        var block = new byte[1000];
        try
        {
            while (true)
            {
                await _room.WaitAsync(over);
                for (var i = 0; i < block.Length; i++)
                    block[i] = At(_sent + i);
                for (ReadOnlyMemory<byte> rest = block; rest.Length > 0;)
                {
                    var n = await peer.Socket.SendAsync(rest, SocketFlags.None, over);
                    Interlocked.Add(ref _sent, n);
                    rest = rest[n..];
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
        }
    }

    private static byte At(long position) => (byte)(position % 251);
}
