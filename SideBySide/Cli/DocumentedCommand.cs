using System.CommandLine;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary>
/// A sub-command with what its help tells beyond its options. Whatever its action finds wrong with what it was given it says by a
/// <see cref="RawSocketServer.StartupException"/>: one sentence, and its exit code.
/// </summary>
/// <param name="name">What is typed.</param>
/// <param name="description">What it does, in one or two sentences.</param>
internal sealed class DocumentedCommand(string name, LocalizedText description) : Command(name, description.ToString())
{
    /// <summary>Command lines to copy, without the program's own name, each with what it does.</summary>
    public IReadOnlyList<(string Arguments, LocalizedText Meaning)> Examples { get; init; } = [];

    /// <summary>What else is good to know.</summary>
    public LocalizedText? Notes { get; init; }
}
