using System.Text;
using SideBySide.Experiments;
using SideBySide.Http;

namespace SideBySide.Tests.Experiments;

/// <summary>Patterns of outcomes do not match too much; otherwise an experiment could never fail.</summary>
public sealed class OutcomePatternTests
{
    [Theory]
    [InlineData("200 404", "200 404", true)]
    [InlineData("200", "200 404", false)]
    [InlineData("200 404", "200", false)]
    [InlineData("4xx", "404", true)]
    [InlineData("4xx", "500", false)]
    [InlineData("40x", "414", false)]
    [InlineData("echo", "echo", true)]
    [InlineData("echo", "bytes", false)]
    [InlineData("silent", "silent", true)]
    [InlineData("silent", "closed", false)]
    [InlineData("nothing", "closed", true)]
    [InlineData("nothing", "200", false)]
    [InlineData("closed", "silent", false)]
    [InlineData("closed", "reset", false)]
    [InlineData("200 closed", "200 closed", true)]
    [InlineData("200 closed", "200 open", false)]
    [InlineData("200 closed", "200", false)] // no step awaited the end, so it was not seen
    [InlineData("200", "200 closed", true)]
    [InlineData("200 incomplete", "200 incomplete", true)]
    [InlineData("200", "200 incomplete", false)]
    [InlineData("200 incomplete", "200", false)]
    [InlineData("refused", "refused", true)]
    [InlineData("reset", "refused", false)]
    [InlineData("silent / 200", "silent / 200", true)]
    [InlineData("200 / silent", "silent / 200", false)]
    [InlineData("200", "200 / 200", false)]
    [InlineData("404 200×4", "404 200 200 200 200", true)]
    [InlineData("200×4", "200 200 200", false)]
    public void Matches_what_it_says_and_nothing_else(string pattern, string outcome, bool expected) =>
        Assert.Equal(expected, OutcomePattern.Parse(pattern).Matches(Outcome(outcome)));

    [Theory]
    [InlineData("200 200 200")]
    [InlineData("404 200×16")]
    public void Reads_a_summary_back(string summary)
    {
        var outcome = Outcome(summary.Replace("200×16", string.Join(' ', Enumerable.Repeat("200", 16)), StringComparison.Ordinal));

        Assert.Equal(summary, outcome.Summary);
        Assert.True(OutcomePattern.Parse(summary).Matches(outcome));
    }

    [Fact]
    public void Matches_the_reason_that_a_server_names()
    {
        Assert.True(OutcomePattern.Parse("400 BareLf").Matches(Outcome("400", "400 BareLf\n\nA line …")));
        Assert.False(OutcomePattern.Parse("400 BareCr").Matches(Outcome("400", "400 BareLf\n\nA line …")));
        Assert.False(OutcomePattern.Parse("400 BareLf").Matches(Outcome("400")));
    }

    [Fact]
    public void Matches_notes_by_name_and_value()
    {
        var outcome = new Outcome([], new Dictionary<string, string> { ["exit"] = "1", ["alpn"] = "http/1.1" });

        Assert.True(OutcomePattern.Parse("exit=1").Matches(outcome));
        Assert.False(OutcomePattern.Parse("exit=0").Matches(outcome));
        Assert.True(OutcomePattern.Parse("alpn=http/1.1").Matches(outcome));
        Assert.False(OutcomePattern.Parse("time-wait=client").Matches(outcome));
    }

    [Theory]
    [InlineData("200", "200", false)]
    [InlineData("200 ended=yes", "200", true)]
    public void A_server_that_ended_is_matched_only_where_that_is_expected(string pattern, string summary, bool expected)
    {
        var outcome = Outcome(summary) with { Notes = new Dictionary<string, string> { ["ended"] = "yes" } };

        Assert.Equal(expected, OutcomePattern.Parse(pattern).Matches(outcome));
        Assert.Equal(expected, OutcomePattern.Parse(pattern).Matches(OutcomePattern.Parse(outcome.InFull)));
    }

    [Theory]
    [InlineData("200 404 closed / silent")]
    [InlineData("echo open / reset / refused")]
    [InlineData("200 200 200 200 incomplete reset")]
    public void An_outcome_in_full_is_its_own_pattern(string outcome)
    {
        Assert.Equal(outcome, Outcome(outcome).InFull);
        Assert.True(OutcomePattern.Parse(outcome).Matches(OutcomePattern.Parse(Outcome(outcome).InFull)));
    }

    [Theory]
    [InlineData("20")]
    [InlineData("600")]
    [InlineData("200×0")]
    [InlineData("600×2")]
    [InlineData("hello")]
    [InlineData("NoSuchReason")]
    public void Refuses_a_word_that_means_nothing(string pattern) => Assert.Throws<FormatException>(() => OutcomePattern.Parse(pattern));

    // Makes an outcome from its summary, with "open", "closed" and "reset" for the end.
    private static Outcome Outcome(string summary, string body = "") => new(
        [.. summary.Split(" / ").Select((part, i) => Connection(i, part.Split(' '), Encoding.UTF8.GetBytes(body)))], new Dictionary<string, string>());

    private static ConnectionOutcome Connection(int index, string[] words, byte[] body)
    {
        var statuses = words.Where(word => char.IsAsciiDigit(word[0])).Select(int.Parse).ToArray();
        var answers = statuses
            .Select((status, i) => new ParsedResponse(
                status, "", "HTTP/1.1", [], body, i < statuses.Length - 1 || !words.Contains("incomplete"), "content-length", 0, 0))
            .ToArray();
        var kind = answers.Length > 0 ? OutcomeKind.Answers
            : words.Contains("echo") ? OutcomeKind.Echo
            : words.Contains("bytes") ? OutcomeKind.Bytes
            : words.Contains("refused") ? OutcomeKind.Refused
            : OutcomeKind.Nothing;
        var end = words.Contains("closed") ? ConnectionEnd.Closed
            : words.Contains("reset") ? ConnectionEnd.Reset
            : words.Contains("open") || words.Contains("silent") ? ConnectionEnd.Open
            : ConnectionEnd.Unseen;
        return new ConnectionOutcome($"{(char)('a' + index)}", kind, end, answers, body);
    }
}
