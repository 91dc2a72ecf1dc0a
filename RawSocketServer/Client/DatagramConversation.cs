namespace RawSocketServer.Client;

/// <summary>
/// A conversation over UDP: each piece of the input is one datagram, and each is hoped to be answered by one. Nothing marks the
/// end of such a conversation, so it is over when all were answered or nothing came for a while.
/// </summary>
/// <param name="client">Connected with UDP.</param>
/// <param name="target">For sentences.</param>
/// <param name="output">Takes what comes back, in the order in which it comes.</param>
/// <param name="silence">How long to wait for an answer once everything was sent.</param>
internal sealed class DatagramConversation(SocketClient client, ConnectTarget target, ScreenOutput output, TimeSpan silence)
{
    // With its headers it fits the 1,280 bytes that every IPv6 link must carry, so no piece is cut in two on its way (RFC 9000 §14 counts alike).
    private const int PieceSize = 1200;

    private readonly CancellationTokenSource _tooSilent = new();
    private int _sent;
    private int _answered;
    private volatile bool _allSent;

    /// <summary>Sends one message as one datagram and prints the answer.</summary>
    /// <exception cref="SocketClientException">The system refused the datagram, or reports that nobody receives there.</exception>
    /// <exception cref="TimeoutException">No answer came in time.</exception>
    public async Task RunAsync(ReadOnlyMemory<byte> message)
    {
        await client.SendAsync(message);
        _sent = 1;
        AllSent();
        await ReceiveAsync();
        if (_answered == 0)
            throw new TimeoutException(ClientMessages.NoDatagram(target, silence));
    }

    /// <summary>Sends an input piece by piece (a typed line, or what a pipe holds, up to 1,200 bytes) while printing the answers.</summary>
    /// <exception cref="SocketClientException">As for one message.</exception>
    /// <exception cref="TimeoutException">Not all were answered in time.</exception>
    public async Task RunAsync(Stream input)
    {
        var receiving = ReceiveAsync();
        var sending = SendAsync(input);
        if (await Task.WhenAny(receiving, sending) == receiving)
            await receiving; // only a failure ends it before everything was sent
        await sending;
        await receiving;
        if (_answered < _sent)
            throw new TimeoutException(_answered == 0 ? ClientMessages.NoDatagram(target, silence) : ClientMessages.DatagramsLost(target, _sent, _answered));
    }

    private async Task SendAsync(Stream input)
    {
        var piece = new byte[PieceSize];
        int read;
        while ((read = await StandardInput.ReadAsync(input, piece)) > 0)
        {
            await client.SendAsync(piece.AsMemory(0, read));
            Interlocked.Increment(ref _sent);
        }

        AllSent();
    }

    private void AllSent()
    {
        _allSent = true;
        _tooSilent.CancelAfter(Volatile.Read(ref _answered) < Volatile.Read(ref _sent) ? silence : TimeSpan.Zero);
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[65_536];
        try
        {
            while (!(_allSent && _answered >= Volatile.Read(ref _sent)))
            {
                var received = await client.ReceiveAsync(buffer, _tooSilent.Token);
                Interlocked.Increment(ref _answered);
                await output.WriteAsync(buffer.AsMemory(0, received));
                if (_allSent)
                    _tooSilent.CancelAfter(silence);
            }
        }
        catch (OperationCanceledException)
        {
            // Whether enough answers came is counted by the caller.
        }
    }
}
