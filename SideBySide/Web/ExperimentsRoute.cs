using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Experiments.Scripts;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>GET /api/experiments</c>: the catalogue.</summary>
internal static class ExperimentsRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/experiments", Ok<CatalogueJson> (Catalogue catalogue, ServerSet servers) =>
        TypedResults.Ok(CatalogueJson.Of(catalogue, TargetServer.All(servers))));
}

/// <summary>The catalogue for the page.</summary>
/// <param name="Groups">The parts of the argument, in order.</param>
/// <param name="Experiments">The experiments, in order.</param>
internal sealed record CatalogueJson(IReadOnlyList<Group> Groups, IReadOnlyList<ExperimentJson> Experiments)
{
    public static CatalogueJson Of(Catalogue catalogue, IReadOnlyList<TargetServer> targets) =>
        new(Group.All, [.. catalogue.All.Select(experiment => ExperimentJson.Of(experiment, targets))]);
}

/// <summary>An experiment for the page.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Group">Its group's id.</param>
/// <param name="Title">A short title.</param>
/// <param name="Explanation">The observation and its reason.</param>
/// <param name="Fix">A remedy.</param>
/// <param name="Source">The source of the rule.</param>
/// <param name="Over"><c>tcp</c>, <c>udp</c> or <c>tls</c>.</param>
/// <param name="Steps">Its steps, in words.</param>
/// <param name="Script">Its steps as an editable script; null if a script cannot express them.</param>
/// <param name="Expect">The expected outcome of each server, by its id, in words.</param>
/// <param name="Verdicts">The verdict on each outcome; null if no rule decides.</param>
/// <param name="Deviations">By server id: the documented reason for a discouraged or forbidden outcome.</param>
/// <param name="Servers">The servers on which it runs.</param>
/// <param name="Command">The command that runs it in a terminal.</param>
internal sealed record ExperimentJson(string Id, string Group, LocalizedText Title, LocalizedText Explanation, LocalizedText Fix, string Source, string Over,
    IReadOnlyList<StepJson> Steps, string? Script, IReadOnlyDictionary<string, LocalizedText> Expect, VerdictsJson? Verdicts,
    IReadOnlyDictionary<string, LocalizedText> Deviations, IReadOnlyList<string> Servers, string Command)
{
    public static ExperimentJson Of(Experiment experiment, IReadOnlyList<TargetServer> targets) => new(
        experiment.Id, experiment.Group.Id, experiment.Title, experiment.Explanation, experiment.Fix, experiment.Source, experiment.Over.ToString().ToLowerInvariant(),
        [.. experiment.Steps.Select(StepJson.Of)], ScriptWriter.Write(experiment.Steps),
        experiment.Expect.ToDictionary(expected => expected.Key, expected => ExpectedOutcomeText.Of(expected.Value)),
        VerdictsJson.Of(experiment.Verdicts), experiment.Deviations,
        [.. targets.Where(experiment.AppliesTo).Select(target => target.Id)], $"{ProgramName.BeforeArguments} run {experiment.Id}");
}

/// <summary>The verdicts on the outcomes, for the page.</summary>
/// <param name="Source">The rule that decides.</param>
/// <param name="Allowed">Outcomes that HTTP allows.</param>
/// <param name="Discouraged">Outcomes that HTTP allows but that violate a SHOULD or have a known danger.</param>
/// <param name="Unjudged">Outcomes that do not concern the question.</param>
/// <param name="Otherwise">The verdict on any other outcome.</param>
internal sealed record VerdictsJson(string Source, IReadOnlyList<LocalizedText> Allowed, IReadOnlyList<LocalizedText> Discouraged, IReadOnlyList<LocalizedText> Unjudged, Verdict Otherwise)
{
    public static VerdictsJson? Of(VerdictRules? verdicts) => verdicts is null ? null
        : new(verdicts.Source, Words(verdicts.Allowed), Words(verdicts.Discouraged), Words(verdicts.Unjudged), verdicts.Otherwise);

    private static LocalizedText[] Words(IReadOnlyList<ExpectedOutcome> outcomes) => [.. outcomes.Select(ExpectedOutcomeText.Of)];
}

/// <summary>A step for the page.</summary>
/// <param name="Kind"><c>send</c>, <c>pause</c>, <c>await</c>, and so on.</param>
/// <param name="On">The connection.</param>
/// <param name="Words">A description.</param>
/// <param name="Text">The bytes of a <c>send</c>, with escapes; the command line of a <c>program</c>; otherwise null.</param>
internal sealed record StepJson(string Kind, string On, LocalizedText Words, string? Text)
{
    public static StepJson Of(ScriptStep step) => new(KindOf(step), step.On, ScriptStepText.Of(step), step switch
    {
        SendStep send => send.Text,
        ProgramStep program => string.Join(' ', program.Words),
        _ => null,
    });

    public static string KindOf(ScriptStep step) => step switch
    {
        ConnectStep => "connect",
        SendStep => "send",
        PauseStep => "pause",
        AdvanceStep => "advance",
        FinishStep => "finish",
        ResetStep => "reset",
        CloseStep => "close",
        ReceiveStep => "receive",
        AwaitStep => "await",
        ListenStep => "listen",
        ProgramStep => "program",
        _ => "inspect",
    };
}

/// <summary><c>GET /api/demonstration</c>: the exchanges that ran when the program started.</summary>
internal static class DemonstrationRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/demonstration", async Task<Ok<DemonstratedJson[]>> (Demonstration demonstration, CancellationToken aborted) =>
        TypedResults.Ok((await demonstration.Shown.WaitAsync(aborted)).Select(DemonstratedJson.Of).ToArray()));
}

/// <summary>An exchange of the demonstration.</summary>
/// <param name="Title">A short title.</param>
/// <param name="Address">The server's host and port.</param>
/// <param name="Observed">The observation.</param>
/// <param name="Meaning">An explanation.</param>
internal sealed record DemonstratedJson(LocalizedText Title, string Address, ObservationJson Observed, LocalizedText Meaning)
{
    public static DemonstratedJson Of(Demonstrated shown) => new(shown.Title, $"{shown.Observed.Target.Tcp}", ObservationJson.Of(shown.Observed), shown.Meaning);
}
