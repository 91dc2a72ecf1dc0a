using SideBySide.Experiments;
using SideBySide.Experiments.Scripts;

namespace SideBySide.Page.Experiments;

/// <summary>The catalogue for the page.</summary>
/// <param name="Groups">The parts of the argument, in order.</param>
/// <param name="Experiments">The experiments, in order.</param>
internal sealed record CatalogueJson(IReadOnlyList<Group> Groups, IReadOnlyList<ExperimentJson> Experiments)
{
    public static CatalogueJson Of(Catalogue catalogue, IReadOnlyList<Target> targets) =>
        new(Group.All, [.. catalogue.All.Select(experiment => ExperimentJson.Of(experiment, targets))]);
}

/// <summary>An experiment for the page.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Group">Its group's id.</param>
/// <param name="Title">What it is.</param>
/// <param name="Shows">What can be seen.</param>
/// <param name="Cure">What to do about it.</param>
/// <param name="Source">Where the rule stands.</param>
/// <param name="Over"><c>tcp</c>, <c>udp</c> or <c>tls</c>.</param>
/// <param name="Steps">What is done, in words.</param>
/// <param name="Script">The same as a text to change; null when it cannot be said in one.</param>
/// <param name="Expect">What each server shows, by its id.</param>
/// <param name="Correct">What a correct HTTP server may show; empty when there is no right or wrong.</param>
/// <param name="Servers">The servers that can be asked.</param>
internal sealed record ExperimentJson(string Id, string Group, Bilingual Title, Bilingual Shows, Bilingual Cure, string Source, string Over,
    IReadOnlyList<StepJson> Steps, string? Script, IReadOnlyDictionary<string, string> Expect, IReadOnlyList<string> Correct, IReadOnlyList<string> Servers)
{
    public static ExperimentJson Of(Experiment experiment, IReadOnlyList<Target> targets) => new(
        experiment.Id, experiment.Group.Id, experiment.Title, experiment.Shows, experiment.Cure, experiment.Source, experiment.Over.ToString().ToLowerInvariant(),
        [.. experiment.Steps.Select(StepJson.Of)], ScriptWriter.Write(experiment.Steps),
        experiment.Expect.ToDictionary(expected => expected.Key, expected => expected.Value.Pattern.ToString()),
        [.. experiment.Correct.Select(correct => correct.Pattern.ToString())],
        [.. targets.Where(experiment.AppliesTo).Select(target => target.Id)]);
}

/// <summary>A step for the page.</summary>
/// <param name="Kind"><c>send</c>, <c>pause</c>, <c>await</c>, and so on.</param>
/// <param name="On">The connection.</param>
/// <param name="Words">What it does.</param>
/// <param name="Text">The bytes, with escapes; only for <c>send</c>.</param>
internal sealed record StepJson(string Kind, string On, Bilingual Words, string? Text)
{
    public static StepJson Of(ScriptStep step) => new(KindOf(step), step.On, StepWords.Of(step), (step as SendStep)?.Text);

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
