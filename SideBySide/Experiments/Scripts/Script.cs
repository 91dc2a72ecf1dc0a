using SideBySide.Language;

namespace SideBySide.Experiments.Scripts;

/// <summary>
/// An experiment's steps as a text that people edit: bytes with the escapes of <see cref="Wire.EscapedBytes"/>, line breaks as layout, and what
/// is no byte in marks: <c>⟨pause 100⟩</c>. <see cref="ScriptReader"/> lists the marks; <see cref="ScriptWriter"/> writes them.
/// </summary>
/// <param name="Steps">The steps that were understood; all of them when there is no mistake.</param>
/// <param name="Mistakes">What was not.</param>
public sealed record Script(IReadOnlyList<PlacedStep> Steps, IReadOnlyList<ScriptMistake> Mistakes)
{
    /// <summary>Opens a mark.</summary>
    public const char MarkBegin = '⟨';

    /// <summary>Closes a mark.</summary>
    public const char MarkEnd = '⟩';

    /// <summary>The connection that is meant where none is named.</summary>
    public const string FirstConnection = "a";

    /// <summary>How long something is waited for unless the mark says otherwise, as in the catalogue.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(1);
}

/// <summary>A step, and where it stands.</summary>
/// <param name="Step">The step.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1, in characters as editors count them.</param>
public sealed record PlacedStep(ScriptStep Step, int Line, int Column);

/// <summary>Something in a script that cannot be used.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1, in characters as editors count them.</param>
/// <param name="What">What is wrong, in one sentence.</param>
public sealed record ScriptMistake(int Line, int Column, LocalizedText What);
