using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>One part of a chunked body.</summary>
/// <param name="Kind">What the decoder took it for.</param>
/// <param name="Range">Its bytes, counted from the first of the stream.</param>
internal readonly record struct ChunkedPart(ChunkedDecoder.Stage Kind, ByteRange Range);

/// <summary>A chunked body (RFC 9112 §7.1) as the server's own decoder read it, of a request or of a response.</summary>
/// <param name="Result">Complete at the body's end, NeedMore, or the broken rule; offsets count from the first byte of the stream.</param>
/// <param name="End">The first byte that was not taken.</param>
/// <param name="Parts">What was taken, without gaps.</param>
/// <param name="Trailers">The trailer fields, once the body is complete.</param>
internal sealed record ChunkedBody(ParseResult Result, int End, IReadOnlyList<ChunkedPart> Parts, IReadOnlyList<FieldLine> Trailers)
{
    /// <summary>Reads as far as the bytes go.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="start">Where the body begins.</param>
    /// <param name="decoder">Has begun, and was given nothing yet.</param>
    public static ChunkedBody Read(ReadOnlySpan<byte> stream, int start, ChunkedDecoder decoder)
    {
        var parts = new List<ChunkedPart>();
        for (var at = start; ;)
        {
            var kind = decoder.Expected;
            var result = decoder.Decode(stream[at..], out var used, out _);
            if (result.IsRejected)
                return new ChunkedBody(result with { Offset = at + result.Offset }, at, parts, []);
            if (used > 0)
                parts.Add(new ChunkedPart(kind, new ByteRange(at, used)));
            if (result.IsComplete)
                return new ChunkedBody(ParseResult.Complete(at + used), at + used, parts, [.. decoder.Trailers.ToArray().Select(line => Moved(line, at))]);
            if (used == 0)
                return new ChunkedBody(result, at, parts, []);
            at += used;
        }
    }

    /// <summary>The content: what is left when the chunks are taken away.</summary>
    public IEnumerable<ByteRange> Content => Parts.Where(part => part.Kind == ChunkedDecoder.Stage.Data).Select(part => part.Range);

    // The decoder counts from the first byte of what it was given last.
    private static FieldLine Moved(FieldLine line, int by) => line with
    {
        Name = line.Name with { Offset = line.Name.Offset + by },
        Value = line.Value with { Offset = line.Value.Offset + by },
    };
}
