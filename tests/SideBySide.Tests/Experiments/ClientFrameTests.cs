using SideBySide.Experiments.Running;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments;

/// <summary>A frame that is not what its words say would make an experiment that asks another question.</summary>
public sealed class ClientFrameTests
{
    // The first five are the examples of RFC 6455 §5.7.
    [Theory]
    [InlineData("""{frame text "Hello"}""", "81 85 37fa213d 7f9f4d5158")]
    [InlineData("""{frame text "Hello" unmasked}""", "81 05 48656c6c6f")]
    [InlineData("""{frame text "Hel" more unmasked}{frame continuation "lo" unmasked}""", "01 03 48656c 80 02 6c6f")]
    [InlineData("""{frame ping "Hello" unmasked}""", "89 05 48656c6c6f")]
    [InlineData("""{frame pong "Hello"}""", "8a 85 37fa213d 7f9f4d5158")]
    [InlineData("""{frame binary "\x00\xff" key=00000000}""", "82 82 00000000 00ff")]
    [InlineData("{frame close}", "88 80 37fa213d")]
    [InlineData("{frame close 1000 unmasked}", "88 02 03e8")]
    [InlineData("""{frame close 65535 "你" unmasked}""", "88 05 ffff e4bda0")]
    [InlineData("{frame 0x3 unmasked}", "83 00")]
    [InlineData("{frame text rsv1 unmasked}", "c1 00")]
    [InlineData("{frame text rsv2 rsv3 more unmasked}", "31 00")]
    [InlineData("""{frame text "a" length=5 unmasked}""", "81 05 61")]
    [InlineData("""{frame text "a" in=16 unmasked}""", "81 7e 0001 61")]
    [InlineData("""{frame text "a" in=64 unmasked}""", "81 7f 0000000000000001 61")]
    [InlineData("{frame text length=65536 unmasked}", "81 7f 0000000000010000")]
    [InlineData("{frame text length=9223372036854775808 unmasked}", "81 7f 8000000000000000")]
    [InlineData("""{frame text "{}" unmasked}""", "81 02 7b7d")]
    [InlineData("""a{frame text "b" unmasked}c""", "61 81 01 62 63")]
    public void Is_what_its_words_say(string text, string hex) =>
        Assert.Equal(hex.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(EscapedBytes.Parse(ClientFrame.Fill(text))));

    [Theory]
    [InlineData(125, "81 7d")]
    [InlineData(126, "81 7e 007e")]
    [InlineData(65535, "81 7e ffff")]
    [InlineData(65536, "81 7f 0000000000010000")]
    public void Announces_its_length_in_as_few_bytes_as_possible(int length, string head)
    {
        var bytes = EscapedBytes.Parse(ClientFrame.Fill($$"""{frame text "a" times={{length}} unmasked}"""));

        Assert.StartsWith(head.Replace(" ", "", StringComparison.Ordinal) + "6161", Convert.ToHexStringLower(bytes), StringComparison.Ordinal);
        Assert.Equal(length, bytes.Count(b => b == 'a'));
    }

    [Theory]
    [InlineData("{frame}")]
    [InlineData("{frame }")]
    [InlineData("{frame tex}")]
    [InlineData("{frame 0x10}")]
    [InlineData("{frame text Hello}")]
    [InlineData("{frame text \"Hello}")]
    [InlineData("{frame text \"Hello\"")]
    [InlineData("{frame text \"Hello\" loud}")]
    [InlineData("{frame text  \"Hello\"}")]
    [InlineData("{frame text 1000}")]
    [InlineData("{frame close 65536}")]
    [InlineData("{frame text length=70000 in=16}")]
    [InlineData("{frame text length=99999999999999999999}")]
    [InlineData("{frame text \"ab\" times=1000000}")] // more than a script may send
    public void A_frame_that_means_nothing_is_a_mistake_at_its_place(string text)
    {
        var e = Assert.Throws<FrameTextException>(() => ClientFrame.Fill($"ab{text}"));

        Assert.Equal(2, e.Offset);
    }

    [Theory]
    [InlineData("""{"frame": 1}""", 0)]
    [InlineData("""{frame close}{frame text "a"}""", 2)]
    public void Counts_frames(string text, int count) => Assert.Equal(count, ClientFrame.Count(text));
}
