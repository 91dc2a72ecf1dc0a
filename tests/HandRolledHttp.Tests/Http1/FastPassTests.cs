using HandRolledHttp.Fuzz.Targets;
using HandRolledHttp.Http1;
using TestKit;

namespace HandRolledHttp.Tests.Http1;

/// <summary>The fast pass accepts only complete, ordinary lines, and no result depends on whether they arrived at once.</summary>
public sealed class FastPassTests
{
    [Fact]
    public void A_vector_has_the_same_verdict_however_it_is_cut()
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
    [InlineData("Host: localhost:8081\r\nAccept: */*\r\nContent-Type:x \r\n", true)]
    [InlineData("Host: x\r\nContent_Type: x\r\n", false)]
    [InlineData("Host: x\r\nA: b\tc\r\n", false)]
    [InlineData("Host: x\r\nA: \u00E9\r\n", false)]
    [InlineData("Host: x\r\nContent_Length: 1\r\n", false)]
    [InlineData("Host: x\r\nConnection: a\r\nConnection: b\r\n", false)]
    public void It_accepts_ordinary_lines_up_to_the_empty_line_and_no_others(string lines, bool accepted)
    {
        var section = new FieldSection(new Limits());
        section.Begin(0);
        Assert.True(section.Parse("A: b\r\n\r\n"u8).IsComplete); // from the second section on there is space for lines
        section.Begin(0);

        Assert.Equal(accepted, section.Accept(System.Text.Encoding.Latin1.GetBytes(lines + "\r\n" + new string(' ', 32))));
    }

    [Fact]
    public void A_section_may_have_no_limit()
    {
        var section = new FieldSection(new Limits { FieldSection = int.MaxValue });
        section.Begin(start: 2);

        Assert.True(section.Parse("\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n"u8).IsComplete);
    }

    [Fact]
    public void A_name_and_a_value_end_at_the_first_byte_that_is_not_ordinary_wherever_it_is()
    {
        foreach (var length in new[] { 32, 33, 70 })
        {
            var message = Enumerable.Repeat((byte)'a', length).ToArray();
            foreach (var line in new[] { 0, 7, length - ByteClasses.Block, length - 1 })
            {
                for (var at = line; at < length; at++)
                {
                    for (var value = 0; value < 256; value++)
                    {
                        message[at] = (byte)value;

                        ByteClasses.FindEnds(message, line, out var colon, out var cr);

                        var nameEnds = at >= line + ByteClasses.Block || !IsInOrdinaryName((byte)value);
                        if (nameEnds ? colon != Math.Min(at, line + ByteClasses.Block) : colon == at)
                            Assert.Fail($"{value} at {at} of {length}, line at {line}: the name ends at {colon}.");
                        if (value is >= ' ' and <= '~' ? cr < length : cr != at)
                            Assert.Fail($"{value} at {at} of {length}, line at {line}: the value ends at {cr}.");
                    }

                    message[at] = (byte)'a';
                }
            }
        }
    }

    [Fact]
    public void What_is_ordinary_is_right()
    {
        foreach (var value in Enumerable.Range(0, 256).Select(i => (byte)i))
        {
            Assert.True(!IsInOrdinaryName(value) || Grammar.TChar.Contains(value));
            Assert.True(value is < (byte)' ' or > (byte)'~' || !Grammar.NotFieldValue.Contains(value));
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
            ["exec", Path.Combine(AppContext.BaseDirectory, "HandRolledHttp.Tests.dll"),
                "--filter-class", "*.FastPassTests", "*.VectorTests", "--filter-not-trait", "kind=process"],
            environment: new Dictionary<string, string?> { [switchedOff] = "0" }, timeout: 5 * Hang.Guard);

        Assert.True(run.ExitCode == 0, run.Text);
    }

    private static bool IsInOrdinaryName(byte value) => char.IsAsciiLetter((char)value) || value == '-';
}
