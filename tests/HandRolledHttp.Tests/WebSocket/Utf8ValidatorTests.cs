using System.Buffers;
using System.Text;
using System.Text.Unicode;
using HandRolledHttp.WebSocket;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>UTF-8 in pieces, compared with .NET's decoder, which needs the whole text.</summary>
public sealed class Utf8ValidatorTests
{
    [Fact]
    public void Every_scalar_value_is_valid_however_it_is_cut()
    {
        Span<byte> bytes = stackalloc byte[4];
        for (var value = 0; value <= 0x10FFFF; value++)
        {
            if (!Rune.TryCreate(value, out var rune))
                continue;
            var character = bytes[..rune.EncodeToUtf8(bytes)];
            for (var cut = 0; cut < character.Length; cut++)
            {
                var validator = new Utf8Validator();
                var begins = validator.FindInvalid(character[..cut]) < 0 && validator.IsAtBoundary == (cut == 0);
                var ends = validator.FindInvalid(character[cut..]) < 0 && validator.IsAtBoundary;
                if (!begins || !ends)
                    Assert.Fail($"U+{value:X} cut at {cut}");
            }
        }
    }

    [Fact]
    public void Every_pair_of_bytes_and_every_triple_of_interest_is_judged_as_NET_does()
    {
        byte[] edges =
        [
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0,
            0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFE, 0xFF,
        ];
        for (var first = 0; first < 256; first++)
        {
            for (var second = 0; second < 256; second++)
                AssertAgrees([(byte)first, (byte)second]);
            foreach (var (second, third) in edges.SelectMany(_ => edges, (a, b) => (a, b)))
                AssertAgrees([(byte)first, second, third, 0x80]);
        }
    }

    [Fact]
    public void Long_text_with_one_wrong_byte_is_wrong_there()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aé你😀", 40)));
        for (var at = 0; at < text.Length; at++)
        {
            var wrong = text.ToArray();
            wrong[at] = 0xFF;
            for (var cut = Math.Max(0, at - 3); cut <= at; cut++)
            {
                var validator = new Utf8Validator();
                var first = validator.FindInvalid(wrong.AsSpan(0, cut));
                Assert.Equal(-1, first);
                Assert.Equal(at - cut, validator.FindInvalid(wrong.AsSpan(cut)));
            }
        }
    }

    // Invalid at the first byte after which no text can be valid; the text may end within a character.
    private static void AssertAgrees(byte[] bytes)
    {
        var expected = -1;
        for (var at = 0; at < bytes.Length && expected < 0;)
        {
            var status = Rune.DecodeFromUtf8(bytes.AsSpan(at), out _, out var consumed);
            if (status == OperationStatus.NeedMoreData)
                break;
            if (status == OperationStatus.InvalidData)
                expected = IsPrefix(bytes.AsSpan(at, consumed)) ? at + consumed : at; // the byte after the longest prefix of a character
            at += consumed;
        }

        var validator = new Utf8Validator();
        var found = validator.FindInvalid(bytes);
        if (found != expected || (found < 0 && validator.IsAtBoundary != Utf8.IsValid(bytes)))
            Assert.Fail($"{Convert.ToHexString(bytes)}: {found}, expected {expected}");
    }

    private static bool IsPrefix(ReadOnlySpan<byte> bytes) => Rune.DecodeFromUtf8(bytes, out _, out _) == OperationStatus.NeedMoreData;
}
