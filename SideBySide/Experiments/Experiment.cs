using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>One question to every server: what is sent, and what should be seen. Read from a file of the catalogue.</summary>
/// <param name="Id">A short name that never changes: the file's name without its number.</param>
/// <param name="Group">Which part of the argument it belongs to: the file's folder.</param>
/// <param name="Number">Its place within the group: the number that the file's name begins with.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Explanation">What can be seen, and why it is so.</param>
/// <param name="Fix">What to do about it, in one or two sentences.</param>
/// <param name="Source">Where the rule stands, for example <c>RFC 9112 §2.2</c> or <c>tcp(7)</c>.</param>
/// <param name="Over">What carries the bytes.</param>
/// <param name="Servers">The ids of this repository's servers that can be asked; empty for all. Servers of others are asked whatever a step is asked.</param>
/// <param name="Steps">What is done, in order.</param>
/// <param name="Verdicts">What the rules say of each outcome; null where no rule decides.</param>
/// <param name="Deviations">Why a server does what is discouraged or forbidden here, and where that is documented; by its id.</param>
/// <param name="Expect">What each server of this repository shows, right or wrong, by its id.</param>
public sealed record Experiment(string Id, Group Group, int Number, LocalizedText Title, LocalizedText Explanation, LocalizedText Fix, string Source,
    Transport Over, IReadOnlyList<string> Servers, IReadOnlyList<ScriptStep> Steps, Verdicts? Verdicts,
    IReadOnlyDictionary<string, LocalizedText> Deviations, IReadOnlyDictionary<string, ExpectedOutcomes> Expect)
{
    private const string WebSocketEcho = "/ws/echo";

    /// <summary>Whether this server can be asked at all.</summary>
    public bool AppliesTo(TargetServer target) =>
        (Servers.Count == 0 || Servers.Contains(target.Id) || (!TargetServer.OwnIds.Contains(target.Id) && IsForAnyone))
        && (!target.IsWebSocketOnly || Verdicts?.Needs == WebSocketEcho)
        && target.EndPointFor(Over) is not null;

    // Steps have the routes that anyone may have: what is asked of one of them can be asked of a stranger.
    private bool IsForAnyone => StepDefinitions.All.Any(step => Servers.Contains(step.Id));
}
