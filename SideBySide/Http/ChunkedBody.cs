using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>One part of a chunked body.</summary>
/// <param name="Kind">Its kind for the decoder.</param>
/// <param name="Range">Its bytes, counted from the first byte of the stream.</param>
internal readonly record struct ChunkedPart(ChunkedDecoder.Stage Kind, ByteRange Range);

/// <summary>A chunked body (RFC 9112 §7.1) of a request or a response, as the server's own decoder reads it.</summary>
/// <param name="Result">Complete at the body's end, NeedMore, or the broken rule; offsets count from the first byte of the stream.</param>
/// <param name="End">The first unconsumed byte.</param>
/// <param name="Parts">The consumed parts, without gaps.</param>
/// <param name="Trailers">The trailer fields, once the body is complete.</param>
internal sealed record ChunkedBody(ParseResult Result, int End, IReadOnlyList<ChunkedPart> Parts, IReadOnlyList<FieldLine> Trailers)
{
    /// <summary>Reads the available bytes.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="start">The first byte of the body.</param>
    /// <param name="decoder">A decoder at the start of the body.</param>
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

    /// <summary>The content: the data of all chunks.</summary>
    public IEnumerable<ByteRange> Content => Parts.Where(part => part.Kind == ChunkedDecoder.Stage.Data).Select(part => part.Range);

    // The decoder's offsets count from the first byte of its last input.
    private static FieldLine Moved(FieldLine line, int by) => line with
    {
        Name = line.Name with { Offset = line.Name.Offset + by },
        Value = line.Value with { Offset = line.Value.Offset + by },
    };
}
