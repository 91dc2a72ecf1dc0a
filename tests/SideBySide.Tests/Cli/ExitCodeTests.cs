using System.Net;
using SideBySide.Cli;
using SideBySide.Experiments;
using SideBySide.Experiments.Yaml;
using SideBySide.Servers;

namespace SideBySide.Tests.Cli;

/// <summary>The exit codes of run and matrix.</summary>
public sealed class ExitCodeTests
{
    private static readonly Experiment s_experiment = ExperimentReader.Read("parsing/010-test.yaml", """
        title: {en: A, zh: 一}
        explanation: {en: B, zh: 二}
        fix: {en: C, zh: 三}
        source: here
        servers: [step1]
        steps:
          - connect
        verdicts: {source: here, allowed: [silent], discouraged: [closed]}
        expect:
          step1: reset
        """);

    [Theory]
    [InlineData("step1", ConnectionEnd.Reset, 0)] // expected to do a forbidden thing
    [InlineData("step1", ConnectionEnd.Open, 1)] // allowed, but not expected
    [InlineData("theirs", ConnectionEnd.Open, 0)]
    [InlineData("theirs", ConnectionEnd.Closed, 0)] // discouraged is not a failure
    [InlineData("theirs", ConnectionEnd.Unseen, 1)]
    public async Task Is_1_when_an_own_server_surprises_or_a_named_one_does_what_is_forbidden(string server, ConnectionEnd end, int code)
    {
        await using var open = new TargetServers();
        var target = new TargetServer(server, server, new IPEndPoint(IPAddress.Loopback, 1));
        if (server == "theirs")
            open.Add([target]);

        Assert.Equal(code, open.ExitCode(Seen(target, end)));
    }

    [Fact]
    public async Task Is_0_when_a_peer_does_what_is_forbidden()
    {
        await using var open = new TargetServers();

        Assert.Equal(0, open.ExitCode(Seen(new TargetServer("flask", "Flask", new IPEndPoint(IPAddress.Loopback, 1)), ConnectionEnd.Unseen)));
    }

    private static Matrix Seen(TargetServer target, ConnectionEnd end)
    {
        var outcome = new Outcome([new ConnectionOutcome("a", OutcomeKind.Nothing, end, [], default)], new Dictionary<string, string>());
        return new(
            [s_experiment],
            [target],
            new Dictionary<(string, string), Observation> { [(s_experiment.Id, target.Id)] = new(s_experiment, target, [], outcome) });
    }
}
