namespace RawSocketServer.Client;

/// <summary>
/// A conversation over TCP: sends the whole input and prints the received bytes at the same time. A client that sends everything first
/// deadlocks with an echo: the echo stops reading when the buffers between them are full.
/// </summary>
/// <param name="client">A client that uses TCP.</param>
/// <param name="target">The server, for messages.</param>
/// <param name="format">Converts the input, and shows the received bytes.</param>
/// <param name="silence">How long the server may be silent after everything was sent.</param>
internal sealed class StreamConversation(SocketClient client, ConnectTarget target, IConversationFormat format, TimeSpan silence)
{
    private const int BufferSize = 64 * 1024;

    private readonly CancellationTokenSource _tooSilent = new();
    private volatile bool _allSent;

    /// <summary>Runs until both sides have finished.</summary>
    /// <param name="input">The bytes to send; their end is the half-close.</param>
    /// <param name="typed">Whether a person types the input; then the conversation ends with the server's FIN, within a line.</param>
    /// <returns>Whether the server closed while the person was still typing.</returns>
    /// <exception cref="SocketClientException">The connection broke.</exception>
    /// <exception cref="InputException">The input cannot be read or sent.</exception>
    /// <exception cref="FrameException">The received bytes break the format.</exception>
    /// <exception cref="TimeoutException">The server was silent for too long.</exception>
    public async Task<bool> RunAsync(Stream input, bool typed)
    {
        var receiving = ReceiveAsync();
        var sending = SendAsync(input);
        if (await Task.WhenAny(receiving, sending) == receiving && (typed || !receiving.IsCompletedSuccessfully))
        {
            await receiving;
            return true; // the pending read of the keyboard ends with the process
        }

        if (sending.Exception?.InnerException is InputException)
            await sending; // part of the input was not sent, so the response has no end to wait for
        await receiving; // also after a failed send: the last bytes from the server may explain why it cut the connection
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
