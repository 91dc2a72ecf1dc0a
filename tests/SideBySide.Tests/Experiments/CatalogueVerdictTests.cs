using SideBySide.Experiments;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments;

/// <summary>Rules for the whole catalogue, so that no two experiments judge the same thing differently.</summary>
public sealed class CatalogueVerdictTests
{
    private static readonly Experiment[] s_judged = [.. MatrixFixture.Catalogue.All.Where(experiment => experiment.Verdicts is not null)];

    // Every step with routes has these routes.
    private static readonly string[] s_everywhere = ["/", "/hello"];

    [Fact]
    public void The_same_bytes_are_judged_once() => Assert.All(
        s_judged.Where(experiment => experiment.Steps.OfType<SendStep>().Any())
            .GroupBy(experiment => $"{experiment.Over} {string.Join('\n', experiment.Steps.Where(step => step is not AwaitStep).Select(Deed))}"),
        same => Assert.True(same.Count() == 1, string.Join(", ", same.Select(experiment => experiment.Id))));

    [Fact]
    public void A_question_to_a_route_that_not_every_server_has_names_it() => Assert.All(
        s_judged.Where(experiment => experiment.Servers.Count == 0 && experiment.Over == Transport.Tcp), experiment =>
        {
            var target = experiment.Steps.OfType<SendStep>().FirstOrDefault()?.Text.Split(' ') is [_, ['/', ..] path, ..]
                ? $"/{path.Split('/', '?', ' ')[1]}"
                : "/";
            Assert.True(s_everywhere.Contains(target) || experiment.Verdicts!.Needs == target || !IsRoute(target), $"{experiment.Id}: {target}");
        });

    // A client that does not receive cannot see whether a response came before the end.
    [Fact]
    public void A_close_without_a_response_is_never_better_than_discouraged_where_a_response_is_due() => Assert.All(
        s_judged.Where(experiment => experiment.Steps.OfType<SendStep>().Any() && experiment.Steps.OfType<ConnectStep>().All(step => step.Options.Receives)),
        experiment => Assert.DoesNotContain(experiment.Verdicts!.Allowed, allowed => allowed.Pattern.ToString() is "closed" or "reset"));

    [Fact]
    public void A_deviation_belongs_to_an_experiment_that_is_judged() =>
        Assert.All(MatrixFixture.Catalogue.All.Where(experiment => experiment.Deviations.Count > 0), experiment => Assert.NotNull(experiment.Verdicts));

    [Fact]
    public void A_deviation_is_a_whole_sentence_in_both_languages() => // " #" begins a comment in YAML, and cuts it off
        Assert.All(MatrixFixture.Catalogue.All.SelectMany(experiment => experiment.Deviations.Values), why =>
        {
            Assert.EndsWith(".", why.En, StringComparison.Ordinal);
            Assert.EndsWith("。", why.Zh, StringComparison.Ordinal);
        });

    private static string Deed(ScriptStep step) => step is SendStep send ? $"{send.On} {send.Times} {send.Text}" : step.ToString();

    private static bool IsRoute(string target) =>
        target is "/echo" or "/form" or "/visits" or "/stream" or "/delay" or "/status" or "/files" or "/whoami" or "/healthz";
}
