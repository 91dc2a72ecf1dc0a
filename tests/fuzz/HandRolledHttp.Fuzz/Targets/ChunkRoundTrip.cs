using System.Buffers.Text;
using HandRolledHttp.Http1;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>Content that is chunked and then decoded stays the same.</summary>
internal static class ChunkRoundTrip
{
    public static void Verify(FuzzInput input, ReadOnlySpan<byte> content)
    {
        var wire = new byte[content.Length * 6 + 5]; // at worst each byte is a chunk: "1", CR LF, the byte, CR LF
        var length = Encode(input, content, wire);

        var decoder = new ChunkedDecoder(FuzzLimits.Usual);
        decoder.Begin(0, 0);
        var (at, same) = (0, 0);
        while (true)
        {
            var rest = wire.AsSpan(at, length - at);
            var result = decoder.Decode(rest, out var used, out var piece);
            Require(!result.IsRejected && (used > 0 || result.IsComplete), "Chunks that were just written are not understood.");
            Require(content[same..].StartsWith(piece.Of(rest)), "The content came back as something else.");
            same += piece.Length;
            at += used;
            if (!result.IsComplete)
                continue;
            Require(at == length && same == content.Length, "The chunks end elsewhere.");
            return;
        }
    }

    private static int Encode(FuzzInput input, ReadOnlySpan<byte> content, Span<byte> wire)
    {
        var at = 0;
        for (var piece = 0; content.Length > 0; piece++)
        {
            var size = input.PieceLength(piece, content.Length);
            Utf8Formatter.TryFormat(size, wire[at..], out var digits, 'x');
            at += digits;
            at += Append(wire[at..], "\r\n"u8);
            at += Append(wire[at..], content[..size]);
            at += Append(wire[at..], "\r\n"u8);
            content = content[size..];
        }

        return at + Append(wire[at..], "0\r\n\r\n"u8);
    }

    private static int Append(Span<byte> wire, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(wire);
        return bytes.Length;
    }
}
