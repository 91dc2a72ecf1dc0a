using SideBySide.Wire;

namespace SideBySide.Http;

/// <summary>The bytes of one direction: message content and protocol overhead.</summary>
/// <param name="Bytes">All bytes, above TCP and TLS.</param>
/// <param name="Content">
/// The content of requests or responses, without chunk sizes (RFC 9110 §6.4), or the payload of frames; without a protocol, all bytes.
/// </param>
/// <param name="Unparsed">The bytes outside of HTTP messages: after a rejection, or not HTTP at all.</param>
public sealed record ByteBreakdown(int Bytes, int Content, int Unparsed)
{
    /// <summary>The rest: first lines, fields, line ends, chunk sizes, heads of frames.</summary>
    public int Protocol => Bytes - Content - Unparsed;

    internal static ByteBreakdown Raw(ReadOnlyMemory<byte> bytes) => new(bytes.Length, bytes.Length, 0);

    internal static ByteBreakdown Http(Dissection dissection) => new(
        dissection.Length,
        (int)dissection.Messages.Sum(message => message.Request?.BodyLength ?? message.Response?.BodyLength ?? message.Frame?.PayloadLength ?? 0),
        dissection.Messages.SelectMany(message => message.Spans).Where(span => span.Rule.StartsWith('(')).Sum(span => span.Length));

    /// <summary>The sum of two connections.</summary>
    public static ByteBreakdown operator +(ByteBreakdown left, ByteBreakdown right) => new(left.Bytes + right.Bytes, left.Content + right.Content, left.Unparsed + right.Unparsed);
}

/// <summary>The bytes of both directions.</summary>
/// <param name="Sent">By the client.</param>
/// <param name="Received">By the client.</param>
public sealed record ExchangeBreakdown(ByteBreakdown Sent, ByteBreakdown Received)
{
    private static readonly ExchangeBreakdown s_nothing = new(new ByteBreakdown(0, 0, 0), new ByteBreakdown(0, 0, 0));

    /// <summary>Counts the bytes of a recording.</summary>
    /// <param name="events">The events of all connections.</param>
    /// <param name="isHttp">Whether the server implements HTTP; otherwise all bytes are content.</param>
    public static ExchangeBreakdown Of(IEnumerable<WireEvent> events, bool isHttp) => events
        .GroupBy(happened => happened.Connection)
        .Select(connection => Of(new Recording([.. connection]), isHttp))
        .Aggregate(s_nothing, (sum, one) => new(sum.Sent + one.Sent, sum.Received + one.Received));

    private static ExchangeBreakdown Of(Recording seen, bool isHttp)
    {
        if (!isHttp)
            return new(ByteBreakdown.Raw(seen.Sent), ByteBreakdown.Raw(seen.Received));
        var (requests, responses) = Dissector.Connection(seen.Sent, seen.Received, seen.Events.Any(happened => happened.Kind == WireEventKind.Ended));
        return new(ByteBreakdown.Http(requests), ByteBreakdown.Http(responses));
    }
}
