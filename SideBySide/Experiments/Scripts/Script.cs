using SideBySide.Language;

namespace SideBySide.Experiments.Scripts;

/// <summary>
/// An experiment's steps as editable text: bytes with the escapes of <see cref="Wire.EscapedBytes"/>, line breaks as layout, and other
/// steps as marks: <c>⟨pause 100⟩</c>. <see cref="ScriptReader"/> reads the marks; <see cref="ScriptWriter"/> writes them.
/// </summary>
/// <param name="Steps">The valid steps; all steps if there is no mistake.</param>
/// <param name="Mistakes">The mistakes.</param>
public sealed record Script(IReadOnlyList<PlacedStep> Steps, IReadOnlyList<ScriptMistake> Mistakes)
{
    /// <summary>Opens a mark.</summary>
    public const char MarkBegin = '⟨';

    /// <summary>Closes a mark.</summary>
    public const char MarkEnd = '⟩';

    /// <summary>The default connection.</summary>
    public const string FirstConnection = "a";

    /// <summary>The default time limit of a wait, as in the catalogue.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(1);
}

/// <summary>A step and its position.</summary>
/// <param name="Step">The step.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 characters like most editors.</param>
public sealed record PlacedStep(ScriptStep Step, int Line, int Column);

/// <summary>A mistake in a script.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 characters like most editors.</param>
/// <param name="What">The mistake, in one sentence.</param>
public sealed record ScriptMistake(int Line, int Column, LocalizedText What);

/// <summary>The limits of a script. They stop mistakes and abuse.</summary>
public static class ScriptLimits
{
    /// <summary>Characters of text.</summary>
    public const int Length = 64 * 1024;

    /// <summary>Sent bytes in total.</summary>
    public const int Bytes = 1024 * 1024;

    /// <summary>Steps.</summary>
    public const int Steps = 1000;

    /// <summary>Connections.</summary>
    public const int Connections = 16;

    /// <summary>Pauses and waits in total.</summary>
    public static TimeSpan Time { get; } = TimeSpan.FromSeconds(15);
}
