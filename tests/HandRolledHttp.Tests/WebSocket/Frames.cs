using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>One frame as a server sends it.</summary>
internal sealed record ServerFrame(byte First, string Payload)
{
    public override string ToString() => $"{First:x2} {Payload}";
}

/// <summary>The client's side of frames, implemented separately, so that the server is not compared with itself.</summary>
internal static partial class Frames
{
    private static readonly byte[] s_key = [0x37, 0xFA, 0x21, 0x3D];

    /// <summary>
    /// Reads the notation of vectors: <c>text(Hi)</c>, <c>bin</c>, <c>cont</c>, <c>ping</c>, <c>pong</c>, <c>close(\x03\xe8)</c>, a minus for a
    /// frame without FIN (<c>text-(H)</c>), and anything else in hexadecimal. The payload is masked, except a server's; the guillemets « and
    /// » are marks, not bytes.
    /// </summary>
    public static byte[] Parse(string text, Action<char, int>? mark = null, bool isMasked = true)
    {
        using var bytes = new MemoryStream();
        foreach (Match token in Token().Matches(text))
        {
            if (token.Groups["mark"].Success)
            {
                mark?.Invoke(token.Value[0], (int)bytes.Length);
            }
            else if (token.Groups["hex"].Success)
            {
                bytes.Write(Convert.FromHexString(token.Value));
            }
            else
            {
                var marks = new List<(char, int)>();
                var payload = VectorBytes.Decode(token.Groups["payload"].Value, (sign, at) => marks.Add((sign, at)));
                var frame = Encode(OpcodeOf(token.Groups["kind"].Value), payload, !token.Groups["more"].Success, isMasked);
                foreach (var (sign, at) in marks)
                    mark?.Invoke(sign, (int)bytes.Length + frame.Length - payload.Length + at);
                bytes.Write(frame);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>The same as text in which each character is a byte.</summary>
    public static string Latin1(string frames) => Encoding.Latin1.GetString(Parse(frames));

    public static byte[] Encode(Opcode opcode, ReadOnlySpan<byte> payload, bool final = true, bool isMasked = true)
    {
        using var bytes = new MemoryStream();
        bytes.WriteByte((byte)((final ? 0x80 : 0) | (byte)opcode));
        var mask = isMasked ? 0x80 : 0;
        var length = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        if (payload.Length < 126)
            bytes.WriteByte((byte)(mask | payload.Length));
        else if (payload.Length < 65536)
            bytes.Write([(byte)(mask | 126), length[6], length[7]]);
        else
            bytes.Write([(byte)(mask | 127), .. length]);
        if (isMasked)
            bytes.Write(s_key);
        for (var i = 0; i < payload.Length; i++)
            bytes.WriteByte((byte)(payload[i] ^ (isMasked ? s_key[i % 4] : 0)));
        return bytes.ToArray();
    }

    /// <summary>Reads the frames of a server. Fails if one is masked, incomplete, or has a length that is not minimal.</summary>
    public static List<ServerFrame> Read(ReadOnlySpan<byte> bytes)
    {
        var frames = new List<ServerFrame>();
        while (bytes.Length > 0)
        {
            var (head, length) = bytes[1] switch
            {
                < 126 => (2, (long)bytes[1]),
                126 => (4, BinaryPrimitives.ReadUInt16BigEndian(bytes[2..])),
                127 => (10, BinaryPrimitives.ReadInt64BigEndian(bytes[2..])),
                _ => throw new InvalidDataException("A server must not mask."),
            };
            Assert.Equal(head, length < 126 ? 2 : length < 65536 ? 4 : 10);
            frames.Add(new ServerFrame(bytes[0], Encoding.Latin1.GetString(bytes.Slice(head, (int)length))));
            bytes = bytes[(head + (int)length)..];
        }

        return frames;
    }

    public static List<ServerFrame> Read(string latin1) => Read(Encoding.Latin1.GetBytes(latin1));

    private static Opcode OpcodeOf(string kind) => kind switch
    {
        "text" => Opcode.Text,
        "bin" => Opcode.Binary,
        "cont" => Opcode.Continuation,
        "ping" => Opcode.Ping,
        "pong" => Opcode.Pong,
        "close" => Opcode.Close,
        _ => throw new FormatException($"{kind} is no frame"),
    };

    [GeneratedRegex(@"(?<mark>[«»])|(?<kind>text|bin|cont|ping|pong|close)(?<more>-)?\((?<payload>(?:\\\*\d+\([^)]*\)|[^)])*)\)|(?<hex>[0-9a-f]{2})")]
    private static partial Regex Token();
}
