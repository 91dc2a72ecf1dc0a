namespace RawSocketServer.Client;

/// <summary>
/// A conversation over UDP: each piece of the input is one datagram, and the echo returns one for each. UDP has no end of a conversation,
/// so it ends when all responses have arrived, or after a silence.
/// </summary>
/// <param name="client">A client that uses UDP.</param>
/// <param name="target">The server, for messages.</param>
/// <param name="output">Receives the responses in the order of arrival.</param>
/// <param name="silence">How long to wait for a response after everything was sent.</param>
internal sealed class DatagramConversation(SocketClient client, ConnectTarget target, ScreenOutput output, TimeSpan silence)
{
    // With its headers, a piece fits into the 1,280 bytes that every IPv6 link must carry, so it is never fragmented (see RFC 9000 §14).
    private const int PieceSize = 1200;

    private readonly CancellationTokenSource _tooSilent = new();
    private int _sent;
    private int _answered;
    private volatile bool _allSent;

    /// <summary>Sends one message as one datagram and prints the response.</summary>
    /// <exception cref="SocketClientException">The kernel rejected the datagram, or reports that no program receives there.</exception>
    /// <exception cref="TimeoutException">No response came in time.</exception>
    public async Task RunAsync(ReadOnlyMemory<byte> message)
    {
        await client.SendAsync(message);
        _sent = 1;
        AllSent();
        await ReceiveAsync();
        if (_answered == 0)
            throw new TimeoutException(ClientMessages.NoDatagram(target, silence));
    }

    /// <summary>Sends an input in pieces (a typed line, or up to 1,200 bytes from a pipe) while it prints the responses.</summary>
    /// <exception cref="SocketClientException">As for one message.</exception>
    /// <exception cref="TimeoutException">Some responses did not come in time.</exception>
    public async Task RunAsync(Stream input)
    {
        var receiving = ReceiveAsync();
        var sending = SendAsync(input);
        if (await Task.WhenAny(receiving, sending) == receiving)
            await receiving; // before everything was sent, only a failure ends it
        await sending;
        await receiving;
        if (_answered < _sent)
            throw new TimeoutException(
                _answered == 0 ? ClientMessages.NoDatagram(target, silence) : ClientMessages.DatagramsLost(target, _sent, _answered));
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
            // The caller counts the responses.
        }
    }
}
