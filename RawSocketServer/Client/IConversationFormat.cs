namespace RawSocketServer.Client;

/// <summary>What a client makes of its input before it is sent, and of the received bytes before they are shown.</summary>
internal interface IConversationFormat
{
    /// <summary>Turns input into what is sent.</summary>
    /// <param name="input">What was read or typed; empty at its end.</param>
    /// <param name="isEnd">Nothing more will come.</param>
    /// <exception cref="InputException">It cannot be sent.</exception>
    ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> input, bool isEnd);

    /// <summary>Shows what was received.</summary>
    /// <exception cref="FrameException">It is not what both ends agreed on, or says that ours was not.</exception>
    ValueTask ShowAsync(ReadOnlyMemory<byte> received);

    /// <summary>The server has finished.</summary>
    /// <exception cref="FrameException">It has finished inside of a message.</exception>
    void End();
}

/// <summary>Bytes as they are.</summary>
/// <param name="output">Takes what comes back.</param>
internal sealed class ByteFormat(ScreenOutput output) : IConversationFormat
{
    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> input, bool isEnd) => input;

    public ValueTask ShowAsync(ReadOnlyMemory<byte> received) => output.WriteAsync(received);

    public void End()
    {
    }
}
