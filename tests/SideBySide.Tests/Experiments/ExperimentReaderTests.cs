using SideBySide.Experiments;
using SideBySide.Experiments.Reading;

namespace SideBySide.Tests.Experiments;

/// <summary>Whoever adds a file learns at once what is wrong with it, and where.</summary>
public sealed class ExperimentReaderTests
{
    private const string Good = """
        title: {en: A title, zh: 标题}
        shows: {en: What it shows., zh: 它说明什么。}
        cure: {en: A cure., zh: 办法。}
        source: RFC 9112 §2.1
        only: [handrolled]
        steps:
          - send: 'GET / HTTP/1.1\r\n\r\n'
            piece: 1
            pause: 5
          - finish
          - await: {answers: 2}
            within: 300
          - close: a
        unjudged: ['404']
        correct: ['200', 4xx]
        expect:
          handrolled: {outcome: 400 HostMissing closed, contains: 'Host', lacks: ['\x00']}
        """;

    [Fact]
    public void Reads_a_whole_experiment()
    {
        var experiment = Read(Good);

        Assert.Equal(("plain", "parsing", 10), (experiment.Id, experiment.Group.Id, experiment.Number));
        Assert.Equal(new Bilingual("A title", "标题"), experiment.Title);
        Assert.Equal(
            [
                new SendStep("a", @"GET / HTTP/1.1\r\n\r\n", 1, 1, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(1)),
                new FinishStep("a"),
                new AwaitStep("a", new Awaited(Answers: 2), TimeSpan.FromMilliseconds(300)),
                new CloseStep("a"),
            ],
            experiment.Steps);
        Assert.Equal(["200", "4xx"], experiment.Correct.Select(correct => correct.Pattern.ToString()));
        Assert.Equal(["404"], experiment.Unjudged.Select(unjudged => unjudged.Pattern.ToString()));
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
    [InlineData("- await: {answers: 2}\n    within: 300", "- pause: 1", 7, "connection a")] // it expects a response that it does not await
    [InlineData("- close: a", "- send: x", 13, "connection a")]
    [InlineData("answers: 2", "answers: 2, bytes: 3", 11, "answers, bytes, text")]
    [InlineData("4xx]", "oops]", 15, "oops")]
    [InlineData("handrolled: {", "handroled: {", 17, "handroled")]
    [InlineData("only: [handrolled]", "only: [nobody]", 5, "nobody")]
    [InlineData("only: [handrolled]", "over: tls", 17, "minimal")]
    [InlineData("outcome: 400 HostMissing closed", "outcome: 400 NoSuchReason", 17, "NoSuchReason")]
    [InlineData("correct: ['200', 4xx]", "correct: ['200', 4xx", 1, "YAML")] // the parser of YAML itself knows no line here
    [InlineData("correct: ['200', 4xx]", "correct: '200', 4xx]", 15, "")]
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
