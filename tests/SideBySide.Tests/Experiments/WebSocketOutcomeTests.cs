using System.Text;
using SideBySide.Experiments;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Tests.Experiments;

/// <summary>What came behind a 101 is part of what a server showed.</summary>
public sealed class WebSocketOutcomeTests
{
    private const string Upgraded = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n\r\n";

    [Theory]
    [InlineData("", "101")]
    [InlineData("81 05 48656c6c6f", "101 text")]
    [InlineData("82 00 | 89 01 61 | 8a 00", "101 binary ping pong")]
    [InlineData("01 01 61 | 89 00 | 00 01 62 | 80 01 63", "101 ping text")] // one message in three fragments
    [InlineData("81 01 61 | 88 02 03e8", "101 text 1000")]
    [InlineData("88 00", "101 close")]
    [InlineData("88 05 03ea 627965", "101 1002")]
    [InlineData("88 02 0000", "101 0000")]
    [InlineData("81 05 4865", "101 incomplete")]
    [InlineData("81", "101 incomplete")]
    [InlineData("81 7e 00", "101 incomplete")]
    [InlineData("01 01 61", "101 incomplete")]
    [InlineData("81 81 00000000 61", "101 malformed")] // masked
    [InlineData("c1 00", "101 malformed")]
    [InlineData("83 00", "101 malformed")]
    [InlineData("80 00", "101 malformed")]
    [InlineData("01 00 | 81 00", "101 malformed")]
    [InlineData("09 00", "101 malformed")]
    [InlineData("88 01 03", "101 malformed")]
    [InlineData("81 7e 0005 48656c6c6f", "101 malformed")] // not in as few bytes as possible
    [InlineData("81 00 | 8b 00 | 81 00", "101 text malformed")]
    public void An_outcome_lists_messages_and_control_frames(string frames, string summary)
    {
        var outcome = Outcome(Upgraded, frames);

        Assert.Equal((summary, summary), (outcome.Summary, outcome.InFull));
        Assert.True(OutcomePattern.Parse(summary).Matches(outcome));
        Assert.True(OutcomePattern.Parse(summary).Matches(OutcomePattern.Parse(outcome.InFull)));
    }

    [Theory]
    [InlineData("101")]
    [InlineData("101 text")]
    [InlineData("101 text 1000 pong")]
    [InlineData("101 text 1001")]
    [InlineData("101 binary 1000")]
    [InlineData("101 text 1000 incomplete")]
    [InlineData("200 101 text 1000")]
    public void A_pattern_matches_no_other_frames(string pattern)
    {
        var outcome = Outcome(Upgraded, "81 01 61 | 88 02 03e8");

        Assert.False(OutcomePattern.Parse(pattern).Matches(outcome));
        Assert.False(OutcomePattern.Parse(pattern).Matches(OutcomePattern.Parse(outcome.InFull)));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("200 text")]
    [InlineData("101 text 99999")]
    [InlineData("101 Text")]
    public void Frames_come_behind_a_101(string pattern) => Assert.Throws<FormatException>(() => OutcomePattern.Parse(pattern));

    [Theory]
    [InlineData("01 02 4865 | 80 03 6c6c6f | 88 05 03e8 627965", "Hello", true)]
    [InlineData("81 01 61 | 81 05 48656c6c6f", "Hello", true)]
    [InlineData("81 05 48656c6c6f | 81 01 61", "Hello", false)]
    [InlineData("88 07 03e8 48656c6c6f", "Hello", false)]
    public void The_body_is_the_last_message(string frames, string body, bool matches)
    {
        var outcome = Outcome(Upgraded, frames);
        var expected = new ExpectedOutcome(OutcomePattern.Parse(outcome.InFull), Encoding.UTF8.GetBytes(body), [], []);

        Assert.Equal(matches, expected.Matches(outcome, []));
    }

    [Fact]
    public void Another_protocol_has_no_frames() =>
        Assert.Equal("101", Outcome(Upgraded.Replace("WebSocket", "h2c", StringComparison.Ordinal), "81 05 48656c6c6f").Summary);

    [Fact]
    public void Both_languages_name_the_close_code()
    {
        var text = OutcomeText.Of(
            new Observation(MatrixFixture.Catalogue.All[0], new TargetServer("raw", "A server", null), [], Outcome(Upgraded, "81 01 61 | 88 02 03ea")));

        Assert.Equal(
            new LocalizedText("Response 101, then a text message, close code 1002.", "响应 101，随后是文本消息、关闭码 1002。"), text);
    }

    private static Outcome Outcome(string head, string frames)
    {
        byte[] received = [.. Encoding.ASCII.GetBytes(head), .. Convert.FromHexString(string.Concat(frames.Where(char.IsAsciiHexDigit)))];
        return new Outcome(
            [new ConnectionOutcome("a", OutcomeKind.Answers, ConnectionEnd.Unseen, ParsedResponses.Read(received), received)],
            new Dictionary<string, string>());
    }
}
