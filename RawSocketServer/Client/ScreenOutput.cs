namespace RawSocketServer.Client;

/// <summary>
/// Standard output: byte for byte into a file or a pipe. On a screen, a last line without an end gets one, so that the shell's
/// prompt does not stand behind the server's answer.
/// </summary>
/// <param name="inner">Standard output.</param>
/// <param name="isScreen">It is a terminal.</param>
internal sealed class ScreenOutput(Stream inner, bool isScreen)
{
    private bool _lineIsOpen;

    /// <summary>Shows the bytes at once.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        _lineIsOpen = bytes.Span[^1] != '\n';
        await inner.WriteAsync(bytes);
        await inner.FlushAsync();
    }

    /// <summary>Nothing more will come.</summary>
    public async ValueTask EndAsync()
    {
        if (isScreen && _lineIsOpen)
            await WriteAsync("\n"u8.ToArray());
    }
}
