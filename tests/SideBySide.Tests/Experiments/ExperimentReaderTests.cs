using SideBySide.Experiments;
using SideBySide.Experiments.Yaml;
using SideBySide.Language;

namespace SideBySide.Tests.Experiments;

/// <summary>An error in a new file is reported with its line.</summary>
public sealed class ExperimentReaderTests
{
    private const string Good = """
        title: {en: A title, zh: 标题}
        explanation: {en: What it shows., zh: 它说明什么。}
        fix: {en: A cure., zh: 办法。}
        source: RFC 9112 §2.1
        servers: [handrolled]
        steps:
          - send: 'GET / HTTP/1.1\r\n\r\n'
            piece: 1
            pause: 5
          - finish
          - await: {answers: 2}
            within: 300
          - close: a
        verdicts: {source: RFC 9110 §15, needs: /echo, allowed: ['200', 4xx], unjudged: '302', discouraged: ['501'], otherwise: unjudged}
        deviations:
          handrolled: {en: Known., zh: 已知。}
        expect:
          handrolled: {outcome: 400 HostMissing closed, contains: 'Host', lacks: ['\x00']}
        """;

    [Fact]
    public void Reads_a_whole_experiment()
    {
        var experiment = Read(Good);

        Assert.Equal(("plain", "parsing", 10), (experiment.Id, experiment.Group.Id, experiment.Number));
        Assert.Equal(new LocalizedText("A title", "标题"), experiment.Title);
        Assert.Equal(
            [
                new SendStep("a", @"GET / HTTP/1.1\r\n\r\n", 1, 1, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1)),
                new FinishStep("a"),
                new AwaitStep("a", new AwaitCondition(Answers: 2), TimeSpan.FromMilliseconds(300), UntilIdle: true),
                new CloseStep("a"),
            ],
            experiment.Steps);
        var verdicts = experiment.Verdicts!;
        Assert.Equal(("RFC 9110 §15", true, "/echo", Verdict.None), (verdicts.Source, verdicts.AboutHttp, verdicts.Needs, verdicts.Otherwise));
        Assert.Equal([["200", "4xx"], ["501"], ["302"]],
            new[] { verdicts.Allowed, verdicts.Discouraged, verdicts.Unjudged }.Select(list => list.Select(outcome => outcome.Pattern.ToString()).ToArray()));
        Assert.Equal(new LocalizedText("Known.", "已知。"), experiment.Deviations["handrolled"]);
        Assert.Equal("400 HostMissing closed", experiment.Expect["handrolled"].Pattern.ToString());
    }

    [Theory]
    [InlineData("source: RFC 9112 §2.1", "sauce: RFC 9112 §2.1", 4, "sauce")]
    [InlineData("zh: 标题", "zh: ''", 1, "")]
    [InlineData("{en: A cure., zh: 办法。}", "A cure.", 3, "")]
    [InlineData("piece: 1", "piece: -1", 8, "-1")]
    [InlineData("piece: 1", "peace: 1", 8, "peace")]
    [InlineData(@"'GET / HTTP/1.1\r\n\r\n'", @"'GET / HTTP/1.1\q'", 7, @"\q")]
    [InlineData(@"'GET / HTTP/1.1\r\n\r\n'", @"""GET / HTTP/1.1\r\n\r\n""", 7, "")]
    [InlineData("- finish", "- finnish", 10, "finnish")]
    [InlineData("- close: a", "- shut: a", 13, "connect")]
    [InlineData("- await: {answers: 2}\n    within: 300", "- pause: 1", 7, "connection a")] // expects a response without awaiting it
    [InlineData("- close: a", "- send: x", 13, "connection a")]
    [InlineData("answers: 2", "answers: 2, bytes: 3", 11, "answers, bytes, text")]
    [InlineData("4xx]", "oops]", 14, "oops")]
    [InlineData("otherwise: unjudged", "otherwise: unclear", 14, "forbidden, discouraged, unjudged")]
    [InlineData("source: RFC 9110 §15, ", "", 14, "source")]
    [InlineData("needs: /echo", "about: sockets", 14, "http, any")]
    [InlineData("handrolled: {en: Known.", "apache: {en: Known.", 16, "apache")]
    [InlineData("handrolled: {outcome", "handroled: {outcome", 18, "handroled")]
    [InlineData("servers: [handrolled]", "servers: [nobody]", 5, "nobody")]
    [InlineData("servers: [handrolled]", "over: tls", 18, "minimal")]
    [InlineData("outcome: 400 HostMissing closed", "outcome: 400 NoSuchReason", 18, "NoSuchReason")]
    [InlineData("allowed: ['200', 4xx]", "allowed: ['200', 4xx", 14, "flow")]
    [InlineData("allowed: ['200', 4xx]", "allowed: '200', 4xx]", 14, "")]
    [InlineData("servers: [handrolled]", "servers: [handrolled", 1, "YAML")] // YAML's own parser reports no line here
    [InlineData("{en: A title, zh: 标题}", "{en: A title: zh: 标题}", 1, "")]
    public void Names_file_and_line_of_a_mistake(string good, string bad, int line, string word)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);

        var e = Assert.Throws<CatalogueException>(() => Read(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.StartsWith($"parsing/010-plain.yaml:{line}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parsing/plain.yaml")]
    [InlineData("parsing/010-Plain.yaml")]
    [InlineData("elsewhere/010-plain.yaml")]
    [InlineData("010-plain.yaml")]
    public void Refuses_a_file_whose_name_does_not_say_where_it_belongs(string file) =>
        Assert.Throws<CatalogueException>(() => ExperimentReader.Read(file, Good));

    private static Experiment Read(string text) => ExperimentReader.Read("parsing/010-plain.yaml", text);
}
