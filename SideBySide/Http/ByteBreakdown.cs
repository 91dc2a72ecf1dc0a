using SideBySide.Wire;

namespace SideBySide.Http;

/// <summary>What went one way: how much of it was the message, and how much was needed to carry it.</summary>
/// <param name="Bytes">All bytes, above TCP and TLS.</param>
/// <param name="Content">Those of the message itself: in HTTP the content of requests or answers, without chunk sizes (RFC 9110 §6.4), in WebSocket the payload of frames; where no protocol is spoken, all.</param>
/// <param name="Unparsed">Those that no HTTP message was made of: behind a refusal, or not HTTP at all.</param>
public sealed record ByteBreakdown(int Bytes, int Content, int Unparsed)
{
    /// <summary>The rest: first lines, fields, line ends, chunk sizes, heads of frames.</summary>
    public int Protocol => Bytes - Content - Unparsed;

    internal static ByteBreakdown Raw(ReadOnlyMemory<byte> bytes) => new(bytes.Length, bytes.Length, 0);

    internal static ByteBreakdown Http(Dissection dissection) => new(
        dissection.Length,
        (int)dissection.Messages.Sum(message => message.Request?.BodyLength ?? message.Response?.BodyLength ?? message.Frame?.PayloadLength ?? 0),
        dissection.Messages.SelectMany(message => message.Spans).Where(span => span.Rule.StartsWith('(')).Sum(span => span.Length));

    /// <summary>Both of two connections together.</summary>
    public static ByteBreakdown operator +(ByteBreakdown left, ByteBreakdown right) => new(left.Bytes + right.Bytes, left.Content + right.Content, left.Unparsed + right.Unparsed);
}

/// <summary>What went both ways.</summary>
/// <param name="Sent">By the client.</param>
/// <param name="Received">By the client.</param>
public sealed record ExchangeBreakdown(ByteBreakdown Sent, ByteBreakdown Received)
{
    private static readonly ExchangeBreakdown s_nothing = new(new ByteBreakdown(0, 0, 0), new ByteBreakdown(0, 0, 0));

    /// <summary>Counts it in what was recorded.</summary>
    /// <param name="events">What happened, on all connections.</param>
    /// <param name="isHttp">Whether the server speaks HTTP; otherwise bytes have no meaning but their own.</param>
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
