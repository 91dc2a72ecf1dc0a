using SideBySide.Experiments;
using SideBySide.Experiments.Yaml;

namespace SideBySide.Tests.Experiments;

/// <summary>The keys that set the end of a step, and those that exclude programs.</summary>
public sealed class ScriptStepReaderTests
{
    [Theory]
    [InlineData("", false, "")]
    [InlineData("until: exit", false, "")]
    [InlineData("until: idle", true, "")]
    [InlineData("not: Ncat", false, "Ncat")]
    public void Reads_until_and_not_of_a_program(string key, bool untilIdle, string not)
    {
        var step = Assert.IsType<ProgramStep>(Read("program: [nc, '{host}', '{port}']", key));

        Assert.Equal((untilIdle, not), (step.UntilIdle, step.Not));
    }

    [Theory]
    [InlineData("within: 1", new string[0])]
    [InlineData("needs: /usr/sbin/nginx", new[] { "/usr/sbin/nginx" })]
    [InlineData("needs: [/a, /b]", new[] { "/a", "/b" })]
    public void Reads_what_a_program_needs(string key, string[] needs) =>
        Assert.Equal(needs, Assert.IsType<ProgramStep>(Read("program: [nc]", key)).Needs);

    [Theory]
    [InlineData("", true)]
    [InlineData("timer: no", true)]
    [InlineData("timer: yes", false)]
    public void Reads_whether_a_timer_of_the_server_brings_what_is_awaited(string key, bool untilIdle) =>
        Assert.Equal(untilIdle, Assert.IsType<AwaitStep>(Read("await: end", key)).UntilIdle);

    [Theory]
    [InlineData("program: [nc]", "until: silent", "exit, idle")]
    [InlineData("program: [nc]", "until: [idle]", "")]
    [InlineData("program: [nc]", "not: [Ncat]", "")]
    [InlineData("program: [nc]", "timer: yes", "timer")]
    [InlineData("await: end", "timer: maybe", "maybe")]
    [InlineData("await: end", "timer: true", "true")]
    [InlineData("await: end", "until: idle", "until")]
    [InlineData("await: end", "not: Ncat", "not")]
    [InlineData("send: x", "until: idle", "until")]
    [InlineData("send: x", "needs: /usr/sbin/nginx", "needs")]
    [InlineData("pause: 1", "timer: yes", "timer")]
    public void Names_file_and_line_of_a_mistake(string verb, string key, string word) => IsMistake(verb, key, 8, word);

    [Theory]
    [InlineData("send: '{frame tex}'", "times: 1", "{frame tex}")]
    [InlineData("send: '{frame text \"\\q\"}'", "times: 1", "\\q")]
    [InlineData("await: {frames: two}", "within: 1", "two")]
    [InlineData("await: {text: '{frame text'}", "within: 1", "{frame text")]
    [InlineData("await: upgraded", "within: 1", "answer, end, upgrade")]
    public void Names_file_and_line_of_a_mistake_in_a_frame(string verb, string key, string word) => IsMistake(verb, key, 7, word);

    private static void IsMistake(string verb, string key, int line, string word)
    {
        var e = Assert.Throws<CatalogueException>(() => Read(verb, key));

        Assert.StartsWith($"sockets/010-test.yaml:{line}: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(word, e.Message, StringComparison.Ordinal);
    }

    private static ScriptStep Read(string verb, string key) => ExperimentReader.Read("sockets/010-test.yaml", $$"""
        title: {en: A, zh: 一}
        explanation: {en: B, zh: 二}
        fix: {en: C, zh: 三}
        source: here
        servers: [raw]
        steps:
          - {{verb}}
            {{key}}
        expect: {raw: nothing}
        """).Steps[0];
}
