using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using SideBySide.Rooms;

namespace SideBySide.Terminal;

/// <summary>Help in the user's language, in 80 columns. The library's own knows neither Chinese nor the width of its characters.</summary>
internal sealed class HelpText : SynchronousCommandLineAction
{
    private const int Width = 78;

    /// <inheritdoc/>
    public override bool Terminating => true;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var text = new StringBuilder();
        Paragraph(text, command.Description ?? "", 0);
        _ = text.Append('\n').Append(Texts.Usage).Append('\n')
            .Append("  dotnet run --project SideBySide -- [").Append(Texts.Options.ToString().ToLowerInvariant()).Append("]\n");
        if (command.Subcommands.Any(c => !c.Hidden))
            Table(text, Texts.Commands, command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description ?? "")));
        Table(text, Texts.Options, command.Options.Select(Row));
        _ = text.Append('\n');
        Paragraph(text, Texts.HelpNotes.ToString(), 0);
        _ = text.Append(CultureInfo.InvariantCulture, $"  {Environment(RoomPlan.Raw)}=tcp://127.0.0.1:0 dotnet run --project SideBySide\n");
        parseResult.InvocationConfiguration.Output.Write(text);
        return 0;
    }

    private static string Environment(RoomPlan plan) => plan.Setting.Replace(":", "__", StringComparison.Ordinal);

    private static (string, string) Row(Option option)
    {
        var label = string.Join(", ", option.Aliases.Where(a => a.StartsWith('-')).Order(StringComparer.Ordinal).Prepend(option.Name).Distinct());
        var plan = RoomPlan.Servers.Append(RoomPlan.Page).FirstOrDefault(p => p.Option == option.Name);
        return (option.HelpName is { } value ? $"{label} {value}" : label,
            option.Description + (plan is null ? "" : $"\n{Texts.Default}{plan.DefaultUrls}"));
    }

    private static void Table(StringBuilder text, Bilingual title, IEnumerable<(string Label, string Description)> rows)
    {
        _ = text.Append('\n').Append(title).Append('\n');
        var all = rows.ToArray();
        var column = all.Max(row => Columns.Width(row.Label)) + 4;
        foreach (var (label, description) in all)
        {
            var lead = $"  {label}".PadRight(column);
            foreach (var line in description.Split('\n').SelectMany(part => Columns.Wrap(part, Width - column)))
            {
                _ = text.Append(lead).Append(line).Append('\n');
                lead = new string(' ', column);
            }
        }
    }

    private static void Paragraph(StringBuilder text, string paragraph, int indent)
    {
        foreach (var line in Columns.Wrap(paragraph, Width - indent))
            _ = text.Append(' ', indent).Append(line).Append('\n');
    }
}
