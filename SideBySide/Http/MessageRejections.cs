using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;
using SideBySide.Language;

namespace SideBySide.Http;

/// <summary>Rejections for display, with the sentence, section and status of the server.</summary>
internal static class MessageRejections
{
    private const string GoodResponse = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    /// <summary>The rejection of a request by the server's parser.</summary>
    /// <param name="result">The parser's result.</param>
    /// <param name="origin">The request's first byte in the stream.</param>
    /// <param name="where">The part of the message.</param>
    public static MessageRejection OfRequest(ParseResult result, int origin, MessagePart where)
    {
        var rejection = RejectionText.For(result.Reason);
        return new MessageRejection(result.Reason.ToString(), origin + result.Offset, result.Length, rejection.Status, rejection.Section,
            new LocalizedText(rejection.English, rejection.Chinese), rejection.Example, RejectionSources.Of(result.Reason, where));
    }

    /// <summary>The rejection of a frame. The other end sends the close code.</summary>
    /// <param name="result">The reader's result.</param>
    /// <param name="origin">The frame's first byte in the stream.</param>
    /// <param name="fromServer">Whether a server sent it.</param>
    public static MessageRejection OfFrame(FrameResult result, int origin, bool fromServer)
    {
        var rejection = FrameRejection.For(result.Error);
        return new MessageRejection(result.Error.ToString(), origin + result.Offset, result.Length, (int)rejection.Code, rejection.Section,
            new LocalizedText(rejection.English, rejection.Chinese), GoodFrame(result.Error, fromServer), RejectionSources.Of(result.Error));
    }

    // RFC 6455 §5.7: "Hello"; a close frame with 1000.
    private static string GoodFrame(FrameError error, bool fromServer) =>
        error is FrameError.CloseBodyTooShort or FrameError.CloseCodeInvalid or FrameError.CloseReasonInvalid
            ? fromServer ? "88 02 03 e8" : "88 82 37 fa 21 3d 34 12"
            : fromServer ? "81 05 48 65 6c 6c 6f" : "81 85 37 fa 21 3d 7f 9f 4d 51 58";

    /// <summary>The rejection of an invalid response.</summary>
    public static MessageRejection OfResponse(ReadOnlySpan<byte> stream, ResponseParser reading)
    {
        var (offset, length) = (reading.Broken.Offset, reading.Broken.Length);
        if (ResponseFaults.Of(stream, reading) is { } fault)
            return new MessageRejection(fault.Name, offset, length, null, fault.Section, fault.Sentence, GoodResponse, [GrammarRule.StatusCode.Source]);

        var where = reading.Chunks is not null ? Within(reading.StoppedAt) : MessagePart.Fields;
        var refusal = OfRequest(reading.Broken, 0, where) with { Status = null, Example = GoodResponse };
        return reading.Chunks is { Parts.Count: 0 } && reading.StoppedAt == ChunkedDecoder.Stage.Header
            ? refusal with { Sentence = ResponseFaults.NoChunks }
            : refusal;
    }

    /// <summary>The part of a chunked body in which the decoder stopped.</summary>
    public static MessagePart Within(ChunkedDecoder.Stage expected) => expected switch
    {
        ChunkedDecoder.Stage.Header => MessagePart.ChunkLine,
        ChunkedDecoder.Stage.DataEnd => MessagePart.ChunkEnd,
        _ => MessagePart.Fields,
    };
}
