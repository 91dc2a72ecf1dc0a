using HandRolledHttp.Fuzz.Targets;
using HandRolledHttp.Http1;
using TestKit;

namespace HandRolledHttp.Tests.Http1;

/// <summary>The fast pass accepts exactly what the rest of the parser accepts, and nothing about a verdict depends on it.</summary>
public sealed class FastPassTests
{
    [Fact]
    public void A_vector_has_the_same_verdict_with_and_without_the_fast_pass_however_it_is_cut()
    {
        foreach (var vector in Vector.All)
            FastPassTarget.Verify(vector.Decode().Bytes, vector.ToLimits());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void So_have_generated_messages(bool withSmallLimits)
    {
        var messages = new GeneratedMessage(seed: 20_261_130);
        var limits = withSmallLimits ? FuzzLimits.Small : FuzzLimits.Usual;
        for (var i = 0; i < 2_000; i++)
        {
            var message = messages.Next();
            try
            {
                FastPassTarget.Verify(message, limits);
            }
            catch (Exception e)
            {
                Assert.Fail($"{Convert.ToHexString(message)}: {e}");
            }
        }
    }

    [Theory]
    [InlineData("Host: localhost\r\nConnection: keep-alive\r\n", true)]
    [InlineData("Host: localhost:8081\r\nAccept: */*\r\nContent_Type: x\r\n", true)]
    [InlineData("Host: x\r\nA: b\tc\r\n", false)]
    [InlineData("Host: x\r\nA: \u00E9\r\n", false)]
    [InlineData("Host: x\r\nContent_Length: 1\r\n", false)]
    [InlineData("Host: x\r\nConnection: a\r\nConnection: b\r\n", false)]
    public void It_accepts_ordinary_lines_up_to_the_empty_line_and_no_others(string lines, bool accepted)
    {
        var section = new FieldSection(new Limits());
        section.Begin(0);
        Assert.True(section.Parse("A: b\r\n\r\n"u8).IsComplete); // there is room for lines from the second section on
        section.Begin(0);

        Assert.Equal(accepted && ByteClasses.AreFast, section.Accept(System.Text.Encoding.Latin1.GetBytes(lines + "\r\n" + new string(' ', 32))));
    }

    [Fact]
    public void The_classes_of_every_byte_at_every_place_are_those_of_the_grammar()
    {
        for (var length = ByteClasses.Least; length <= ByteClasses.Most; length++)
        {
            var bytes = new byte[length];
            for (var at = 0; at < length; at++)
            {
                for (var value = 0; value < 256; value++)
                {
                    Array.Fill(bytes, (byte)(value % 2 == 0 ? 'a' : 0xFF));
                    bytes[at] = (byte)value;

                    ByteClasses.Find(bytes, out var notTChar, out var notPrinting);

                    Assert.Equal(Mask(bytes, b => !Grammar.TChar.Contains(b)), notTChar);
                    Assert.Equal(Mask(bytes, b => b is < 0x20 or > 0x7E), notPrinting);
                }
            }
        }
    }

    [Theory]
    [Trait("kind", "process")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableAVX")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task All_this_is_true_of_processors_with_less(string switchedOff)
    {
        var run = await Tool.Require("dotnet").RunAsync(
            ["exec", Path.Combine(AppContext.BaseDirectory, "HandRolledHttp.Tests.dll"), "--filter-class", "*.FastPassTests", "*.VectorTests", "--filter-not-trait", "kind=process"],
            environment: new Dictionary<string, string?> { [switchedOff] = "0" }, timeout: 5 * Hang.Guard);

        Assert.True(run.ExitCode == 0, run.Text);
    }

    private static ulong Mask(byte[] bytes, Func<byte, bool> isIn) => bytes.Select((b, i) => isIn(b) ? 1UL << i : 0).Aggregate(0UL, (mask, bit) => mask | bit);
}
