namespace RawSocketServer.Client;

/// <summary>
/// A conversation over TCP: sends an input to its end while printing what comes back. Both at once, because an echo that is
/// not read stops reading: whoever sends first and receives afterwards locks up as soon as the buffers in between are full.
/// </summary>
/// <param name="client">Connected with TCP.</param>
/// <param name="target">For sentences.</param>
/// <param name="format">Makes bytes of the input, and shows what comes back.</param>
/// <param name="silence">How long the server may be silent once everything was sent.</param>
internal sealed class StreamConversation(SocketClient client, ConnectTarget target, IConversationFormat format, TimeSpan silence)
{
    private const int BufferSize = 64 * 1024;

    private readonly CancellationTokenSource _tooSilent = new();
    private volatile bool _allSent;

    /// <summary>Runs until both sides have finished.</summary>
    /// <param name="input">What to send; its end is the half-close.</param>
    /// <param name="typed">A person is typing it: nobody needs to finish the line once the server has closed.</param>
    /// <returns>Whether the server closed while the person was still typing.</returns>
    /// <exception cref="SocketClientException">The connection broke.</exception>
    /// <exception cref="InputException">The input cannot be read or sent.</exception>
    /// <exception cref="FrameException">What comes back is not what was agreed on.</exception>
    /// <exception cref="TimeoutException">The server was silent for too long.</exception>
    public async Task<bool> RunAsync(Stream input, bool typed)
    {
        var receiving = ReceiveAsync();
        var sending = SendAsync(input);
        if (await Task.WhenAny(receiving, sending) == receiving && (typed || !receiving.IsCompletedSuccessfully))
        {
            await receiving;
            return true; // the read of the keyboard is left behind; it ends with the process
        }

        if (sending.Exception?.InnerException is InputException)
            await sending; // not all was sent, so that no end of the response can be waited for
        await receiving; // also after a failed send: what the server said before it cut the connection may be the reason
        await sending;
        return false;
    }

    private async Task SendAsync(Stream input)
    {
        try
        {
            var buffer = new byte[BufferSize];
            int read;
            do
            {
                read = await StandardInput.ReadAsync(input, buffer);
                if (format.Encode(buffer.AsMemory(0, read), isEnd: read == 0) is { Length: > 0 } bytes)
                    await client.SendAsync(bytes);
            }
            while (read > 0);
            client.HalfClose();
        }
        finally
        {
            _allSent = true;
            _tooSilent.CancelAfter(silence);
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[BufferSize];
        try
        {
            int received;
            while ((received = await client.ReceiveAsync(buffer, _tooSilent.Token)) > 0)
            {
                await format.ShowAsync(buffer.AsMemory(0, received));
                if (_allSent)
                    _tooSilent.CancelAfter(silence);
            }

            format.End();
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(ClientMessages.Silence(target, silence));
        }
    }
}
