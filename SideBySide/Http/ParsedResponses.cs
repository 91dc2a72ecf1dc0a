using System.Text;

namespace SideBySide.Http;

/// <summary>One response, parsed as a client parses it.</summary>
/// <param name="Status">The status code; an interim response (1xx) is a separate one.</param>
/// <param name="Reason">The reason phrase; may be empty.</param>
/// <param name="Version">For example <c>HTTP/1.1</c>.</param>
/// <param name="Fields">Its fields in order, names as sent.</param>
/// <param name="Body">The received content without chunk framing.</param>
/// <param name="IsComplete">Whether it is complete; an incomplete one is the last.</param>
/// <param name="Framing">The framing: <c>none</c>, <c>content-length</c>, <c>chunked</c>, <c>until-close</c>, <c>tunnel</c>, or
/// <c>unknown</c> if the head is invalid or incomplete.</param>
/// <param name="Offset">Its first byte among the received bytes.</param>
/// <param name="Length">Its number of bytes.</param>
public sealed record ParsedResponse(int Status, string Reason, string Version, IReadOnlyList<KeyValuePair<string, string>> Fields,
    ReadOnlyMemory<byte> Body, bool IsComplete, string Framing, int Offset, int Length)
{
    /// <summary>Whether it completes the exchange; unlike the other interim responses, 101 does (RFC 9110 §15.2).</summary>
    internal bool IsFinal => Status is 101 or >= 200;
}

/// <summary>Parses the HTTP responses in the bytes of any server. Bytes that are not HTTP yield no response.</summary>
public static class ParsedResponses
{
    /// <summary>Parses responses until the bytes end or a response is invalid or incomplete.</summary>
    /// <param name="received">All received bytes.</param>
    /// <param name="methods">The methods of the requests in order, if known: a response to HEAD has no content.</param>
    /// <param name="ended">Whether the server has finished sending, which ends a response without a length.</param>
    public static IReadOnlyList<ParsedResponse> Read(ReadOnlyMemory<byte> received, IReadOnlyList<string>? methods = null, bool ended = false)
    {
        var answers = new List<ParsedResponse>();
        var finals = 0;
        for (var at = 0; at < received.Length;)
        {
            var method = methods is not null && finals < methods.Count ? methods[finals] : null;
            var reading = ResponseParser.Read(received.Span, at, method, ended);
            if (reading.StatusLineEnd == 0)
                break;
            answers.Add(Of(reading, received));
            if (!reading.IsComplete || reading.Framing == ResponseEnd.Tunnel)
                break;
            finals += reading.Status >= 200 ? 1 : 0;
            at = reading.End;
        }

        return answers;
    }

    private static ParsedResponse Of(ResponseParser reading, ReadOnlyMemory<byte> received)
    {
        var bytes = received.Span;
        var fields = new List<KeyValuePair<string, string>>();
        var text = reading.FieldText(bytes);
        foreach (var field in reading.Fields)
            fields.Add(new(Encoding.Latin1.GetString(field.Name.Of(text)), HttpText.Of(field.Value.Of(text))));
        return new ParsedResponse(reading.Status, HttpText.Of(reading.Reason.Of(bytes)), Encoding.ASCII.GetString(reading.Version.Of(bytes)), fields,
            Body(reading, received), reading.IsComplete, reading.FramingName, reading.Offset, reading.End - reading.Offset);
    }

    private static ReadOnlyMemory<byte> Body(ResponseParser reading, ReadOnlyMemory<byte> received) => reading.Content switch
    {
        [] => default,
        [var only] => received.Slice(only.Offset, only.Length),
        var pieces => HttpText.Join(received.Span, pieces),
    };
}
