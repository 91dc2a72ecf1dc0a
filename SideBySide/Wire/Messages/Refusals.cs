using HandRolledHttp.Http1;

namespace SideBySide.Wire.Messages;

/// <summary>Refusals as they are told: sentence, section and status are the server's own.</summary>
internal static class Refusals
{
    private const string GoodResponse = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    /// <summary>A request that the server's parser refused.</summary>
    /// <param name="result">What the parser said.</param>
    /// <param name="origin">Where the request begins in the stream.</param>
    /// <param name="where">In which part of it.</param>
    public static Refusal OfRequest(ParseResult result, int origin, Where where)
    {
        var rejection = Rejection.For(result.Reason);
        return new Refusal(result.Reason.ToString(), origin + result.Offset, result.Length, rejection.Status, rejection.Section,
            new Bilingual(rejection.English, rejection.Chinese), rejection.Example, RefusalPlaces.Of(result.Reason, where));
    }

    /// <summary>A response that is broken.</summary>
    public static Refusal OfResponse(ResponseReading reading)
    {
        var (offset, length) = (reading.Broken.Offset, reading.Broken.Length);
        if (reading.Fault == ResponseFault.StatusLine)
        {
            return new Refusal("StatusLineMalformed", offset, length, null, "RFC 9112 §4", new(
                "A response must begin with the version, a space, three digits and a space: HTTP/1.1 200 OK.",
                "响应必须以版本、一个空格、三位数字和一个空格开头：HTTP/1.1 200 OK。"), GoodResponse, [GrammarRule.StatusCode.Source]);
        }

        var where = reading.Chunks is not null ? Within(reading.StoppedAt) : Where.Fields;
        return OfRequest(reading.Broken, 0, where) with { Status = null, Example = GoodResponse };
    }

    /// <summary>The part of a chunked body in which the decoder stopped.</summary>
    public static Where Within(ChunkedDecoder.Stage expected) => expected switch
    {
        ChunkedDecoder.Stage.Header => Where.ChunkLine,
        ChunkedDecoder.Stage.DataEnd => Where.ChunkEnd,
        _ => Where.Fields,
    };
}
