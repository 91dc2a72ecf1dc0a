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
/// <param name="Id">Its name.</param>
/// <param name="Group">Its group's id.</param>
/// <param name="Title">What it is.</param>
/// <param name="Explanation">What can be seen.</param>
/// <param name="Fix">What to do about it.</param>
/// <param name="Source">The section that has the rule.</param>
/// <param name="Over"><c>tcp</c>, <c>udp</c> or <c>tls</c>.</param>
/// <param name="Steps">What is done, in words.</param>
/// <param name="Script">The same as a text to change; null when it cannot be said in one.</param>
/// <param name="Expect">What each server shows, by its id, in words.</param>
/// <param name="Verdicts">What the rules say of each outcome; null where no rule decides.</param>
/// <param name="Deviations">Why a server does what is discouraged or forbidden here, and where that is documented; by its id.</param>
/// <param name="Servers">The servers that can be asked.</param>
internal sealed record ExperimentJson(string Id, string Group, LocalizedText Title, LocalizedText Explanation, LocalizedText Fix, string Source, string Over,
    IReadOnlyList<StepJson> Steps, string? Script, IReadOnlyDictionary<string, LocalizedText> Expect, VerdictsJson? Verdicts,
    IReadOnlyDictionary<string, LocalizedText> Deviations, IReadOnlyList<string> Servers)
{
    public static ExperimentJson Of(Experiment experiment, IReadOnlyList<TargetServer> targets) => new(
        experiment.Id, experiment.Group.Id, experiment.Title, experiment.Explanation, experiment.Fix, experiment.Source, experiment.Over.ToString().ToLowerInvariant(),
        [.. experiment.Steps.Select(StepJson.Of)], ScriptWriter.Write(experiment.Steps),
        experiment.Expect.ToDictionary(expected => expected.Key, expected => ExpectedOutcomeText.Of(expected.Value)),
        VerdictsJson.Of(experiment.Verdicts), experiment.Deviations,
        [.. targets.Where(experiment.AppliesTo).Select(target => target.Id)]);
}

/// <summary>What the rules say of each outcome, for the page.</summary>
/// <param name="Source">The rule that decides.</param>
/// <param name="Allowed">Outcomes that HTTP allows.</param>
/// <param name="Discouraged">Outcomes that it allows, against a SHOULD or a known danger.</param>
/// <param name="Unjudged">Outcomes that answer another question.</param>
/// <param name="Otherwise">The verdict on any other outcome.</param>
internal sealed record VerdictsJson(string Source, IReadOnlyList<LocalizedText> Allowed, IReadOnlyList<LocalizedText> Discouraged, IReadOnlyList<LocalizedText> Unjudged, Verdict Otherwise)
{
    public static VerdictsJson? Of(Verdicts? verdicts) => verdicts is null ? null
        : new(verdicts.Source, Words(verdicts.Allowed), Words(verdicts.Discouraged), Words(verdicts.Unjudged), verdicts.Otherwise);

    private static LocalizedText[] Words(IReadOnlyList<ExpectedOutcomes> outcomes) => [.. outcomes.Select(ExpectedOutcomeText.Of)];
}

/// <summary>A step for the page.</summary>
/// <param name="Kind"><c>send</c>, <c>pause</c>, <c>await</c>, and so on.</param>
/// <param name="On">The connection.</param>
/// <param name="Words">What it does.</param>
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
