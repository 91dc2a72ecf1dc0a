using System.Net;
using SideBySide.Commands;
using SideBySide.Experiments;
using SideBySide.Experiments.Reading;

namespace SideBySide.Tests.Commands;

/// <summary>What the exit code of run and matrix says.</summary>
public sealed class ExitCodeTests
{
    private static readonly Experiment s_experiment = ExperimentReader.Read("parsing/010-test.yaml", """
        title: {en: A, zh: 一}
        shows: {en: B, zh: 二}
        cure: {en: C, zh: 三}
        source: here
        only: [rung1]
        steps:
          - connect
        verdicts: {source: here, allowed: [waits], discouraged: [closed]}
        expect:
          rung1: reset
        """);

    [Theory]
    [InlineData("rung1", ConnectionEnd.Reset, 0)] // expected to do what is not allowed
    [InlineData("rung1", ConnectionEnd.Open, 1)] // allowed, and not expected
    [InlineData("theirs", ConnectionEnd.Open, 0)]
    [InlineData("theirs", ConnectionEnd.Closed, 0)] // discouraged is no failure
    [InlineData("theirs", ConnectionEnd.Unseen, 1)]
    public async Task Is_1_when_an_own_server_surprises_or_a_named_one_does_what_is_forbidden(string server, ConnectionEnd end, int code)
    {
        await using var open = new OpenServers();
        var target = new Target(server, server, new IPEndPoint(IPAddress.Loopback, 1));
        if (server == "theirs")
            open.Add([target]);

        Assert.Equal(code, open.ExitCode(Seen(target, end)));
    }

    [Fact]
    public async Task Is_0_when_a_peer_does_what_is_forbidden()
    {
        await using var open = new OpenServers();

        Assert.Equal(0, open.ExitCode(Seen(new Target("flask", "Flask", new IPEndPoint(IPAddress.Loopback, 1)), ConnectionEnd.Unseen)));
    }

    private static Matrix Seen(Target target, ConnectionEnd end)
    {
        var outcome = new Outcome([new ConnectionOutcome("a", OutcomeKind.Nothing, end, [], default)], new Dictionary<string, string>());
        return new([s_experiment], [target], new Dictionary<(string, string), Observed> { [(s_experiment.Id, target.Id)] = new(s_experiment, target, [], outcome) });
    }
}
