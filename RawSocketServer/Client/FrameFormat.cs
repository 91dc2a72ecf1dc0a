using System.Globalization;
using System.Text;
using RawSocketServer.Frames;

namespace RawSocketServer.Client;

/// <summary>
/// <c>connect --frames</c>: each line of the input is a frame. Each received frame is a line of the output: its length in bytes, a space,
/// and its text, in which invisible characters, such as a line end, are escaped.
/// </summary>
/// <param name="output">Standard output.</param>
/// <param name="linesAreFrames">False: the whole input is one frame.</param>
internal sealed class FrameFormat(Stream output, bool linesAreFrames) : IConversationFormat
{
    private readonly FrameReader _reader = new();
    private readonly List<byte> _message = [];
    private bool _isError; // the next frame contains the reason of an error

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Encode(ReadOnlyMemory<byte> input, bool isEnd)
    {
        var frames = new List<byte>();
        var rest = input.Span;
        for (int end; linesAreFrames && (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            Hold(rest[..end]);
            if (_message is [.., (byte)'\r'])
                _message.RemoveAt(_message.Count - 1);
            frames.AddRange(NextFrame());
        }

        Hold(rest);
        if (isEnd && (_message.Count > 0 || !linesAreFrames))
            frames.AddRange(NextFrame());
        return frames.ToArray();
    }

    /// <inheritdoc/>
    public async ValueTask ShowAsync(ReadOnlyMemory<byte> received)
    {
        var shown = Decode(received.Span, out var failure);
        await output.WriteAsync(Encoding.UTF8.GetBytes(shown));
        await output.FlushAsync();
        if (failure is not null)
            throw failure;
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_reader.IsInsideFrame || _isError)
            throw new FrameException(ClientMessages.FrameUnfinished);
    }

    private string Decode(ReadOnlySpan<byte> bytes, out FrameException? failure)
    {
        var shown = new StringBuilder();
        failure = null;
        while (failure is null && bytes.Length > 0)
        {
            switch (_reader.Read(ref bytes))
            {
                case FrameState.TooLong when _reader.Length == FrameReader.ErrorMark && !_isError:
                    _isError = true;
                    _reader.Next();
                    break;
                case FrameState.TooLong:
                    failure = new FrameException(ClientMessages.FrameTooLong(_reader.Length, VisibleBytes.Of(_reader.Frame.Span)));
                    break;
                case FrameState.Complete when _isError:
                    failure = new FrameException(ClientMessages.FrameRejected(Visible(_reader.Payload.Span)));
                    break;
                case FrameState.Complete:
                    _ = shown.Append(CultureInfo.InvariantCulture, $"{_reader.Length} {Visible(_reader.Payload.Span)}\n");
                    _reader.Next();
                    break;
            }
        }

        return shown.ToString();
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        if (_message.Count + part.Length > FrameReader.MaxLength + 1) // one more for a CR, which is removed
            throw new InputException(ClientMessages.MessageTooLong);
        _message.AddRange(part);
    }

    private byte[] NextFrame()
    {
        if (_message.Count > FrameReader.MaxLength)
            throw new InputException(ClientMessages.MessageTooLong);
        var frame = FrameReader.Of(_message.ToArray());
        _message.Clear();
        return frame;
    }

    private static string Visible(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        while (bytes.Length > 0)
            _ = text.Append(VisibleBytes.Next(ref bytes, out _));
        return text.ToString();
    }
}

/// <summary>
/// The server, or this client according to the server, broke the frame format. The message is one sentence in the user's language.
/// </summary>
/// <param name="sentence">The message.</param>
internal sealed class FrameException(string sentence) : Exception(sentence);
