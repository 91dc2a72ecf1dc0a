namespace RawSocketServer.Client;

/// <summary>Converts a client's input before it is sent, and received bytes before they are shown.</summary>
internal interface IConversationFormat
{
    /// <summary>Converts input to the bytes to send.</summary>
    /// <param name="input">The next piece; empty at the end.</param>
    /// <param name="isEnd">Whether this is the end of the input.</param>
    /// <exception cref="InputException">The input cannot be sent.</exception>
    ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> input, bool isEnd);

    /// <summary>Shows received bytes.</summary>
    /// <exception cref="FrameException">The bytes break the format, or report that this client broke it.</exception>
    ValueTask ShowAsync(ReadOnlyMemory<byte> received);

    /// <summary>The server has finished.</summary>
    /// <exception cref="FrameException">It has finished within a message.</exception>
    void End();
}

/// <summary>Leaves the bytes unchanged.</summary>
/// <param name="output">Receives the bytes from the server.</param>
internal sealed class ByteFormat(ScreenOutput output) : IConversationFormat
{
    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> input, bool isEnd) => input;

    public ValueTask ShowAsync(ReadOnlyMemory<byte> received) => output.WriteAsync(received);

    public void End()
    {
    }
}
