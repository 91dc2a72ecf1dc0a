using System.Globalization;
using SideBySide.Experiments;
using SideBySide.Http;

namespace SideBySide.Tests.Experiments;

/// <summary>The verdicts of the rules on outcomes.</summary>
public sealed class VerdictsTests
{
    private static readonly VerdictRules s_verdicts = Of("200", discouraged: "501", unjudged: "302");

    [Theory]
    [InlineData("200", Verdict.Allowed)]
    [InlineData("501", Verdict.Discouraged)]
    [InlineData("302", Verdict.None)]
    [InlineData("500", Verdict.Forbidden)]
    [InlineData("404", Verdict.NotBuilt)]
    [InlineData("404 200", Verdict.NotBuilt)]
    [InlineData("200 404", Verdict.Forbidden)] // only the first response counts
    [InlineData("closed", Verdict.Discouraged)] // RFC 9112 §9.5: it MAY close
    [InlineData("reset", Verdict.Discouraged)]
    [InlineData("silent", Verdict.Forbidden)]
    public void The_lists_decide_and_then_the_rules_for_all(string seen, Verdict verdict) => Assert.Equal(verdict, s_verdicts.On("handrolled", Seen(seen), []));

    [Fact]
    public void The_raw_echo_is_not_judged_where_the_question_is_about_http()
    {
        Assert.Equal(Verdict.None, s_verdicts.On("raw", Seen("500"), []));
        Assert.Equal(Verdict.Forbidden, (s_verdicts with { AboutHttp = false }).On("raw", Seen("500"), []));
    }

    [Theory]
    [InlineData(Verdict.Forbidden)]
    [InlineData(Verdict.Discouraged)]
    public void A_server_that_ended_is_never_allowed(Verdict otherwise)
    {
        var ended = Seen("200") with { Notes = new Dictionary<string, string> { ["ended"] = "yes" } };

        Assert.Equal(otherwise, (s_verdicts with { Otherwise = otherwise }).On("step2", ended, []));
    }

    private static VerdictRules Of(string allowed, string discouraged, string unjudged) =>
        new("RFC 9110 §15", true, "/echo", List(allowed), List(discouraged), List(unjudged), Verdict.Forbidden);

    private static ExpectedOutcome[] List(string pattern) => [new(OutcomePattern.Parse(pattern), null, [], [])];

    private static Outcome Seen(string words)
    {
        var statuses = words.Split(' ').Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0);
        var answers = statuses.Where(status => status > 0)
            .Select(status => new ParsedResponse(status, "", "HTTP/1.1", [], default, true, "none", 0, 0)).ToArray();
        var end = words switch { "closed" => ConnectionEnd.Closed, "reset" => ConnectionEnd.Reset, _ => ConnectionEnd.Open };
        var kind = answers.Length > 0 ? OutcomeKind.Answers : OutcomeKind.Nothing;
        return new Outcome([new ConnectionOutcome("a", kind, end, answers, default)], new Dictionary<string, string>());
    }
}
