using HandRolledHttp.Http1;

namespace SideBySide.Wire.Messages;

/// <summary>In which part of a message it was refused.</summary>
internal enum Where
{
    /// <summary>Before the first field.</summary>
    RequestLine,

    /// <summary>In the fields.</summary>
    Fields,

    /// <summary>In the body, or in its trailers.</summary>
    Body,
}

/// <summary>Refusals as they are told: sentence, section and status are the server's own.</summary>
internal static class Refusals
{
    private const string Http1 = "HandRolledHttp/Http1/";
    private const string GoodResponse = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    /// <summary>A request that the server's parser refused.</summary>
    /// <param name="result">What the parser said.</param>
    /// <param name="origin">Where the request begins in the stream.</param>
    /// <param name="where">In which part of it.</param>
    public static Refusal OfRequest(ParseResult result, int origin, Where where)
    {
        var rejection = Rejection.For(result.Reason);
        return new Refusal(result.Reason.ToString(), origin + result.Offset, result.Length, rejection.Status, rejection.Section,
            new Bilingual(rejection.English, rejection.Chinese), rejection.Example, Source(result.Reason, where));
    }

    /// <summary>A response that is broken.</summary>
    public static Refusal OfResponse(ResponseReading reading)
    {
        var (offset, length) = (reading.Broken.Offset, reading.Broken.Length);
        if (reading.Fault == ResponseFault.StatusLine)
        {
            return new Refusal("StatusLineMalformed", offset, length, null, "RFC 9112 §4", new(
                "A response must begin with the version, a space, three digits and a space: HTTP/1.1 200 OK.",
                "响应必须以版本、一个空格、三位数字和一个空格开头：HTTP/1.1 200 OK。"), GoodResponse, Http1 + "ResponseHead.cs");
        }

        var where = reading.HeadEnd > 0 && reading.Fault == ResponseFault.Syntax ? Where.Body : Where.Fields;
        return OfRequest(reading.Broken, 0, where) with { Status = null, Example = GoodResponse };
    }

    /// <summary>The file that refuses for this reason.</summary>
    public static string Source(RejectionReason reason, Where where) => reason switch
    {
        RejectionReason.BareCr or RejectionReason.BareLf => Http1 + where switch
        {
            Where.RequestLine => "RequestHeadParser.cs",
            Where.Fields => reason == RejectionReason.BareLf ? "FieldSection.cs" : "FieldLine.cs",
            _ => "ChunkedDecoder.cs",
        },
        RejectionReason.TooManyEmptyLines or RejectionReason.Http2Preface => Http1 + "RequestHeadParser.cs",
        RejectionReason.HostMissing or RejectionReason.HostInvalid => Http1 + "HostField.cs",
        RejectionReason.ExpectationUnknown => Http1 + "Expectation.cs",
        RejectionReason.ChunkDataNotTerminated => Http1 + "ChunkedDecoder.cs",
        RejectionReason.BodyTooLarge or RejectionReason.BodyTimeout => "HandRolledHttp/Web/RequestBody.cs",
        RejectionReason.HeadTimeout => "HandRolledHttp/Connection/HttpConnection.cs",
        RejectionReason.WhitespaceBeforeFields or RejectionReason.ObsoleteFolding or RejectionReason.FieldSectionTooLarge
            or RejectionReason.TooManyFields or RejectionReason.FieldRepeated => Http1 + "FieldSection.cs",

        // The rest stands in the order of the grammar, a file after the other.
        < RejectionReason.TargetFormInvalid => Http1 + "RequestLine.cs",
        < RejectionReason.WhitespaceBeforeFields => Http1 + "RequestTarget.cs",
        < RejectionReason.HostMissing => Http1 + "FieldLine.cs",
        < RejectionReason.BodyTooLarge => Http1 + "BodyFraming.cs",
        _ => Http1 + "ChunkHeader.cs",
    };
}
