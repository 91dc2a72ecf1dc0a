using System.Buffers;
using System.Text.Unicode;
using HandRolledHttp.Http1;
using HandRolledHttp.WebSocket;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// The frames of a client. Whole, in pieces and byte by byte, the same messages must end and the same rule be broken at the same byte. A
/// second, simpler reader (<see cref="PlainFrames"/>) must find the same. Each message is read again as the server would send it.
/// </summary>
internal static class WebSocketTarget
{
    private const int MaxMessage = 64 * 1024, SmallMessage = 130;

    public static void Run(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var limit = input.SmallLimits ? SmallMessage : MaxMessage;

        var whole = Read(input.Message, limit, []);
        Require(whole.Equals(Read(input.Message, limit, input.Pieces)), "In pieces the frames mean something else.");
        Require(whole.Equals(Read(input.Message, limit, [1])), "Byte by byte the frames mean something else.");

        var plain = PlainFrames.Read(input.Message.ToArray(), limit);
        Require(whole.Error == plain.Error, $"Another reader finds {plain.Error}, not {whole.Error}.");
        Require(whole.Ended.SequenceEqual(plain.Ended), "Another reader finds other messages.");
        foreach (var (opcode, content) in whole.Ended)
            SendBack(opcode, Convert.FromHexString(content), limit);
    }

    private static Frames Read(ReadOnlySpan<byte> message, int limit, ReadOnlySpan<byte> pieces)
    {
        var bytes = message.ToArray(); // the reader unmasks in place
        var reader = new MessageReader(limit);
        var ended = new List<(Opcode, string)>();
        var content = new List<byte>();
        var (read, arrived) = (0, 0);
        for (var piece = 0; arrived < bytes.Length; piece++)
        {
            arrived += FuzzInput.PieceLength(pieces, piece, bytes.Length - arrived);
            int used;
            do
            {
                var result = reader.Read(bytes.AsSpan(read, arrived - read), out used, out var range);
                Require(result.Status == ParseStatus.Rejected || used <= arrived - read, "More bytes are used up than there are.");
                Require(range.End <= arrived - read, "The content lies outside of the bytes.");
                if (!result.IsRejected && result.IsComplete && reader.Ended == Opcode.Close)
                    result = CloseBody.Parse(bytes.AsSpan(read + range.Offset, range.Length), out _) is { IsRejected: true } body
                        ? body with { Offset = range.Offset + body.Offset }
                        : result;
                if (result.IsRejected)
                    return new Frames(ended, result.Error, read + result.Offset, result.Length);
                var part = bytes.AsSpan(read + range.Offset, range.Length);
                if (result.IsComplete && reader.Ended is not (Opcode.Text or Opcode.Binary))
                    ended.Add((reader.Ended, Convert.ToHexString(part)));
                else
                    content.AddRange(part);
                Require(content.Count <= limit, "A message is larger than its limit.");
                if (result.IsComplete && reader.Ended is Opcode.Text or Opcode.Binary)
                {
                    Require(reader.Ended != Opcode.Text || Utf8.IsValid(content.ToArray()), "A text message is not UTF-8.");
                    ended.Add((reader.Ended, Convert.ToHexString(content.ToArray())));
                    content.Clear();
                }

                read += used;
            }
            while (used > 0);
        }

        return new Frames(ended, FrameError.None, 0, 0);
    }

    // The reader understands the head that the server writes, if the mask bit is set and the key is zero.
    private static void SendBack(Opcode opcode, byte[] content, int limit)
    {
        var head = new ArrayBufferWriter<byte>();
        FrameWriter.WriteHead(head, opcode, content.Length);
        byte[] frame = [.. head.WrittenSpan, 0, 0, 0, 0, .. content];
        frame[1] |= 0x80;
        var again = new MessageReader(limit);
        var result = again.Read(frame, out var used, out var range);
        Require(result.IsComplete && used == frame.Length && again.Ended == opcode, "A frame that the server writes is none.");
        Require(frame.AsSpan(range.Offset, range.Length).SequenceEqual(content), "A frame that the server writes has other content.");
    }

    /// <summary>The result: the completed elements in hexadecimal, and the broken rule with its place.</summary>
    internal sealed record Frames(IReadOnlyList<(Opcode Opcode, string Content)> Ended, FrameError Error, int Offset, int Length)
    {
        public bool Equals(Frames? other) => other is not null
            && Ended.SequenceEqual(other.Ended) && (Error, Offset, Length) == (other.Error, other.Offset, other.Length);

        public override int GetHashCode() => HashCode.Combine(Ended.Count, Error, Offset);
    }
}
