using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>One experiment for every server: the bytes to send and the expected outcomes. Read from a file of the catalogue.</summary>
/// <param name="Id">A short name that never changes: the file's name without its number.</param>
/// <param name="Group">The part of the argument that it belongs to: the file's folder.</param>
/// <param name="Number">Its place within the group: the number at the start of the file's name.</param>
/// <param name="Title">A short title.</param>
/// <param name="Explanation">The observation and its reason.</param>
/// <param name="Fix">A remedy, in one or two sentences.</param>
/// <param name="Source">The source of the rule, for example <c>RFC 9112 §2.2</c> or <c>tcp(7)</c>.</param>
/// <param name="Over">The transport.</param>
/// <param name="Servers">The ids of this repository's servers that it runs on; empty for all. A peer runs every experiment that a step
/// runs.</param>
/// <param name="Steps">The client's steps, in order.</param>
/// <param name="Verdicts">The verdict on each outcome; null if no rule decides.</param>
/// <param name="Deviations">By server id: the documented reason for a discouraged or forbidden outcome.</param>
/// <param name="Expect">The expected outcome of each server of this repository, right or wrong, by its id.</param>
public sealed record Experiment(string Id, Group Group, int Number, LocalizedText Title, LocalizedText Explanation, LocalizedText Fix, string Source,
    Transport Over, IReadOnlyList<string> Servers, IReadOnlyList<ScriptStep> Steps, VerdictRules? Verdicts,
    IReadOnlyDictionary<string, LocalizedText> Deviations, IReadOnlyDictionary<string, ExpectedOutcome> Expect)
{
    private const string WebSocketEcho = "/ws/echo";

    /// <summary>Whether this experiment runs on this server.</summary>
    public bool AppliesTo(TargetServer target) =>
        (Servers.Count == 0 || Servers.Contains(target.Id) || (!TargetServer.OwnIds.Contains(target.Id) && IsForAnyone))
        && (!target.IsWebSocketOnly || Verdicts?.Needs == WebSocketEcho)
        && target.EndPointFor(Over) is not null;

    // The steps use only routes that every peer also has.
    private bool IsForAnyone => StepDefinitions.All.Any(step => Servers.Contains(step.Id));
}
