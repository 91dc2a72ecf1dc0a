using System.Text;

namespace SideBySide.Http;

/// <summary>One answer, as a client reads it out of the bytes that it received.</summary>
/// <param name="Status">The status code; an interim one (1xx) is an answer of its own.</param>
/// <param name="Reason">The reason phrase; may be empty.</param>
/// <param name="Version">For example <c>HTTP/1.1</c>.</param>
/// <param name="Fields">Its fields in order, names as sent.</param>
/// <param name="Body">Its content without chunks, as much as arrived.</param>
/// <param name="IsComplete">Whether it ended as it should; otherwise it is the last one.</param>
/// <param name="Framing">How its end is found: <c>none</c>, <c>content-length</c>, <c>chunked</c>, <c>until-close</c>, <c>tunnel</c>, or <c>unknown</c> when the head is broken or not whole.</param>
/// <param name="Offset">Where it begins among the received bytes.</param>
/// <param name="Length">How many of them it takes.</param>
public sealed record ParsedResponse(int Status, string Reason, string Version, IReadOnlyList<KeyValuePair<string, string>> Fields,
    ReadOnlyMemory<byte> Body, bool IsComplete, string Framing, int Offset, int Length)
{
    /// <summary>Whether it ends its exchange, as 101 does, unlike the other interim ones (RFC 9110 §15.2).</summary>
    internal bool IsFinal => Status is 101 or >= 200;
}

/// <summary>Counts answers out of what a server sent, whoever the server is: what does not look like HTTP is no answer.</summary>
public static class ParsedResponses
{
    /// <summary>Reads answer after answer until the bytes end, or until one is broken or not whole.</summary>
    /// <param name="received">All that was received.</param>
    /// <param name="methods">The methods of the requests in order, when they are known: an answer to HEAD has no body.</param>
    /// <param name="ended">Whether the server has finished sending, which ends an answer that tells no length.</param>
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
