using System.Globalization;
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
                return new ChunkedBody(
                    ParseResult.Complete(at + used), at + used, parts, [.. decoder.Trailers.ToArray().Select(line => Moved(line, at))]);
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

/// <summary>The spans of a chunked body, from the parts that the decoder consumed.</summary>
internal static class ChunkSpans
{
    /// <summary>Assigns the body. Bytes that the decoder did not consume are assigned up to the offence, if there is one.</summary>
    /// <param name="writer">Its position is the body's first byte.</param>
    /// <param name="body">The body.</param>
    /// <param name="expected">The part that the decoder expected when it stopped.</param>
    public static void Write(SpanWriter writer, ChunkedBody body, ChunkedDecoder.Stage expected)
    {
        var limit = writer.Limit;
        if (!body.Result.IsComplete)
            writer.Limit = body.Result.IsRejected ? body.Result.Offset : limit;
        foreach (var part in body.Parts)
            WritePart(writer, part, body.Trailers);
        if (!body.Result.IsComplete)
            WriteUnfinished(writer, expected);
        writer.Limit = limit;
    }

    private static void WritePart(SpanWriter writer, ChunkedPart part, IReadOnlyList<FieldLine> trailers)
    {
        switch (part.Kind)
        {
            case ChunkedDecoder.Stage.Header:
                WriteHeader(writer, part.Range);
                break;
            case ChunkedDecoder.Stage.Data:
                writer.To(part.Range.End, GrammarRule.ChunkData);
                break;
            case ChunkedDecoder.Stage.DataEnd:
                writer.To(part.Range.End, GrammarRule.ChunkDataEnd);
                break;
            default:
                FieldSpans.Write(writer, trailers.ToArray(), areTrailers: true);
                writer.To(part.Range.End, GrammarRule.EmptyLine);
                break;
        }
    }

    private static void WriteHeader(SpanWriter writer, ByteRange header)
    {
        var line = header.Of(writer.Bytes)[..^2];
        var digits = line[..^ChunkHeader.ExtensionLength(line)];
        var size = long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        writer.To(header.Offset + digits.Length, size == 0 ? GrammarRule.LastChunk : GrammarRule.ChunkSize,
            meaning: size > 9 ? size.ToString(CultureInfo.InvariantCulture) : null);
        writer.To(header.End - 2, GrammarRule.ChunkExtension);
        writer.To(header.End, GrammarRule.ChunkLineEnd);
    }

    private static void WriteUnfinished(SpanWriter writer, ChunkedDecoder.Stage expected)
    {
        switch (expected)
        {
            case ChunkedDecoder.Stage.Header:
                var rest = writer.Bytes[writer.At..writer.Limit];
                writer.To(writer.At + rest.Length - ChunkHeader.ExtensionLength(rest), GrammarRule.ChunkSize);
                writer.To(writer.Limit, GrammarRule.ChunkExtension);
                break;
            case ChunkedDecoder.Stage.Trailers:
                FieldSpans.WriteUnfinished(writer);
                break;
            default:
                writer.To(writer.Limit, GrammarRule.ChunkDataEnd);
                break;
        }
    }
}
