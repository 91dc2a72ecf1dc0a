using RawSocketServer.Hosting;

namespace RawSocketServer.Client;

/// <summary>Reads an input; a failure is an <see cref="InputException"/>.</summary>
internal static class StandardInput
{
    /// <summary>Opens standard input.</summary>
    /// <exception cref="InputException">Standard input is closed.</exception>
    public static Stream Open()
    {
        try
        {
            return StandardOutput.OpenInput();
        }
        catch (IOException e)
        {
            throw new InputException(ClientMessages.InputFailed(e.Message), e);
        }
    }

    /// <summary>Reads the available bytes.</summary>
    /// <returns>The number of bytes; 0 at the end.</returns>
    /// <exception cref="InputException">The input cannot be read: it is a folder, or closed.</exception>
    public static async ValueTask<int> ReadAsync(Stream input, Memory<byte> buffer)
    {
        try
        {
            return await input.ReadAsync(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException(ClientMessages.InputFailed((e.InnerException ?? e).Message), e);
        }
    }
}

/// <summary>The input cannot be read or sent. The message is one sentence in the user's language.</summary>
internal sealed class InputException(string sentence, Exception? inner = null) : Exception(sentence, inner);
