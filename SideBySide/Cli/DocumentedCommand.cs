using System.CommandLine;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary>
/// A sub-command with more help than its options. Its action reports invalid input by a <see cref="RawSocketServer.StartupException"/>: one
/// sentence and its exit code.
/// </summary>
/// <param name="name">The command's name.</param>
/// <param name="description">A description, in one or two sentences.</param>
internal sealed class DocumentedCommand(string name, LocalizedText description) : Command(name, description.ToString())
{
    /// <summary>Command lines to copy, without the program's name, each with a description.</summary>
    public IReadOnlyList<(string Arguments, LocalizedText Meaning)> Examples { get; init; } = [];

    /// <summary>Further notes.</summary>
    public LocalizedText? Notes { get; init; }
}
