using System.Globalization;
using HandRolledHttp.Http1;

namespace SideBySide.Http;

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
