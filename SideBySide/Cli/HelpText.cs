using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using RawSocketServer.Hosting;
using SideBySide.Language;
using SideBySide.Servers;
using CommandArgument = System.CommandLine.Argument;

namespace SideBySide.Cli;

/// <summary>Help in the user's language, in 80 columns. The library supports neither Chinese nor the width of its characters.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int WidestLabel = 28;

    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var text = new StringBuilder();
        _ = text.Append(TerminalText.Paragraph(command.Description ?? "", 0));
        _ = text.Append(CultureInfo.InvariantCulture, $"\n{Texts.Usage}\n  ").AppendJoin("\n    ", TerminalText.Wrap(Usage(command), TerminalText.Right - 4)).Append('\n');
        if (command.Subcommands.Any(c => !c.Hidden))
            Table(text, Texts.Commands.ToString(), command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? "")));
        if (command.Arguments.Count > 0)
            Table(text, Texts.Arguments.ToString(), command.Arguments.Select(a => (Name(a), a.Description ?? "")));
        Table(text, Texts.Options.ToString(), Options(command).Select(Row));
        WriteExamples(text, command);
        WriteNotes(text, command);
        if (command is RootCommand)
            Table(text, ExitCodes.Title, ExitCodes.Table);
        parseResult.InvocationConfiguration.Output.Write(text);
        return ExitCodes.Success;
    }

    /// <summary>All visible options: those of the command, then those of every command.</summary>
    public static IEnumerable<Option> Options(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive))).Where(option => !option.Hidden);

    /// <summary>An argument's name in the help.</summary>
    public static string Name(CommandArgument argument) => argument.HelpName ?? argument.Name;

    private static string Usage(Command command)
    {
        var usage = new StringBuilder(ProgramName.BeforeArguments);
        if (command is RootCommand)
            return usage.Append(CultureInfo.InvariantCulture, $" [{Texts.Commands.ToString().ToLowerInvariant()}] [{Texts.Options.ToString().ToLowerInvariant()}]").ToString();

        _ = usage.Append(' ').Append(command.Name);
        foreach (var argument in command.Arguments)
        {
            var name = Name(argument) + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");
            _ = usage.Append(argument.Arity.MinimumNumberOfValues > 0 ? $" {name}" : $" [{name}]");
        }

        foreach (var option in command.Options.Where(option => option.Required))
            _ = usage.Append(CultureInfo.InvariantCulture, $" {option.Name} {option.HelpName}");
        return usage.Append(CultureInfo.InvariantCulture, $" [{Texts.Options.ToString().ToLowerInvariant()}]").ToString();
    }

    private static (string, string) Row(Option option)
    {
        var label = string.Join(", ", option.Aliases.Where(a => a.StartsWith('-')).Order(StringComparer.Ordinal).Prepend(option.Name).Distinct());
        var definition = ServerDefinitions.All.Concat(ServerDefinitions.WithOption).FirstOrDefault(p => p.Option == option.Name);
        return (option.HelpName is { } value ? $"{label} {value}" : label,
            option.Description + (definition is null ? "" : $"\n{Texts.Default}{definition.DefaultUrls}"));
    }

    private static void WriteExamples(StringBuilder text, Command command)
    {
        if (command is not DocumentedCommand { Examples: { Count: > 0 } examples })
            return;
        _ = text.Append('\n').Append(Texts.Examples).Append('\n');
        foreach (var (arguments, meaning) in examples)
        {
            _ = text.Append(TerminalText.Paragraph(meaning.ToString()));
            var program = arguments.StartsWith(command.Name, StringComparison.Ordinal) ? $"{ProgramName.BeforeArguments} " : "";
            _ = text.Append("    ").Append(program).Append(arguments).Append('\n');
        }
    }

    private static void WriteNotes(StringBuilder text, Command command)
    {
        var notes = command is RootCommand ? Texts.HelpNotes : (command as DocumentedCommand)?.Notes;
        if (notes is null)
            return;
        _ = text.Append('\n').Append(TerminalText.Paragraph(notes.ToString()!, 0));
        if (command is RootCommand)
            _ = text.Append(CultureInfo.InvariantCulture, $"  {Environment(ServerDefinitions.Raw)}=tcp://127.0.0.1:0 {ProgramName.Alone}\n");
    }

    private static string Environment(ServerDefinition definition) => definition.Setting.Replace(":", "__", StringComparison.Ordinal);

    private static void Table(StringBuilder text, string title, IEnumerable<(string Label, string Description)> rows)
    {
        _ = text.Append('\n').Append(title).Append('\n');
        var all = rows.ToArray();
        var column = Math.Min(WidestLabel, all.Max(row => TerminalText.Width(row.Label))) + 4;
        foreach (var (label, description) in all)
        {
            var lead = TerminalText.Pad($"  {label}", column);
            var isLong = TerminalText.Width(lead) > column; // a long label has its own line
            _ = text.Append(isLong ? lead.TrimEnd() + "\n" : "").Append(TerminalText.Paragraph(description, column, lead: isLong ? null : lead));
        }
    }
}

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
