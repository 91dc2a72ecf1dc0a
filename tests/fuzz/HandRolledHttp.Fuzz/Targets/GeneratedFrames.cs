using System.Buffers.Binary;
using System.Text;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>Generates inputs of <see cref="WebSocketTarget"/>: frames that are mostly valid, with lengths around each boundary,
/// then perhaps a few changed bytes.</summary>
/// <param name="seed">The seed of the random numbers.</param>
internal sealed class GeneratedFrames(int seed)
{
    private static readonly int[] s_lengths = [0, 1, 2, 5, 20, 124, 125, 126, 127, 128, 129, 130, 131, 300];
    private static readonly string[] s_texts = ["", "hello", "ä", "你好", "𝄞", "\u0000", "a\u07FF\u0800\uFFFD"];
    private static readonly ushort[] s_codes = [1000, 1001, 1003, 1004, 1005, 1006, 1007, 1011, 1014, 1015, 2999, 3000, 4999, 5000, 999, 0];

    private readonly Random _random = new(seed);

    /// <summary>The next input: settings, pieces and frames.</summary>
    public byte[] Next()
    {
        var frames = new List<byte>();
        var inMessage = false;
        for (var count = _random.Next(1, 7); count > 0; count--)
        {
            var isControl = _random.Next(3) == 0;
            var isFinal = isControl || _random.Next(3) > 0;
            var opcode = isControl ? 8 + _random.Next(3) : inMessage ? 0 : 1 + _random.Next(2);
            if (!isControl)
                inMessage = !isFinal;
            Add(frames, isFinal, opcode, opcode == 8 ? Close() : Content());
        }

        var pieces = new byte[_random.Next(5)];
        _random.NextBytes(pieces);
        return FuzzInput.Compose((byte)_random.Next(2), pieces, Change([.. frames]));
    }

    private void Add(List<byte> to, bool isFinal, int opcode, byte[] content)
    {
        to.Add((byte)((isFinal ? 0x80 : 0) | opcode));
        Span<byte> length = stackalloc byte[8];
        if (content.Length <= 125)
        {
            to.Add((byte)(0x80 | content.Length));
        }
        else if (_random.Next(10) > 0)
        {
            to.Add(0x80 | 126);
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)content.Length);
            to.AddRange(length[..2]);
        }
        else
        {
            to.Add(0x80 | 127); // not the shortest form
            BinaryPrimitives.WriteInt64BigEndian(length, content.Length);
            to.AddRange(length);
        }

        var key = new byte[4];
        _random.NextBytes(key);
        to.AddRange(key);
        for (var i = 0; i < content.Length; i++)
            to.Add((byte)(content[i] ^ key[i % 4]));
    }

    // Characters of several bytes that a length may cut, or bytes of any value.
    private byte[] Content()
    {
        var content = new byte[s_lengths[_random.Next(_random.Next(3) == 0 ? s_lengths.Length : 5)]];
        if (_random.Next(4) == 0)
        {
            _random.NextBytes(content);
            return content;
        }

        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 1 + (content.Length / 5)).Select(_ => s_texts[_random.Next(s_texts.Length)])));
        return _random.Next(3) == 0 ? text[..Math.Min(content.Length, text.Length)] : text;
    }

    private byte[] Close()
    {
        var code = s_codes[_random.Next(_random.Next(3) == 0 ? s_codes.Length : 3)];
        return _random.Next(4) switch
        {
            0 => [],
            1 when _random.Next(4) == 0 => [3],
            _ => [(byte)(code >> 8), (byte)code, .. Encoding.UTF8.GetBytes(s_texts[_random.Next(s_texts.Length)])],
        };
    }

    private byte[] Change(byte[] bytes)
    {
        for (var changes = Math.Max(0, _random.Next(6) - 3); changes > 0; changes--)
            bytes[_random.Next(bytes.Length)] ^= (byte)(1 << _random.Next(8));
        return bytes[..(_random.Next(5) == 0 ? _random.Next(bytes.Length) : bytes.Length)];
    }
}
