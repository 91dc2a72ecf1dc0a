using System.CommandLine;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Checks;
using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary><c>list</c>: the experiments, group by group.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var json = JsonOutput.Option();
        var search = new Option<string>("--search") { HelpName = "TEXT", Description = Texts.SearchOption.ToString() };
        var command = new Command("list", Texts.ListCommand.ToString()) { json, search };
        command.SetAction(parsed =>
        {
            var (output, style) = (parsed.Invocation().Output, parsed.Invocation().Palette);
            var catalogue = ExperimentLookup.Catalogue();
            if (parsed.GetValue(search) is { } word)
            {
                // A check has more words for what its experiment shows.
                var checks = CheckLadder.Instance.Only(word).Select(check => check.Experiment?.Id).ToHashSet();
                catalogue = catalogue.Only([.. catalogue.All.Select(experiment => experiment.Id)
                    .Where(id => checks.Contains(id) || Has(catalogue.Find(id)!, word))]);
            }

            if (catalogue.All.Count == 0)
                throw new UsageException(Texts.NothingFound(parsed.GetValue(search)!).ToString());
            if (parsed.GetValue(json))
                JsonOutput.Write(output, catalogue.All.Select(e => new { e.Id, Group = e.Group.Id, e.Title, e.Source }));
            else
                Write(output, catalogue, style);
            return ExitCodes.Success;
        });
        return command;
    }

    private static bool Has(Experiment experiment, string word) => new[]
    {
        experiment.Id, experiment.Title.En, experiment.Title.Zh, experiment.Explanation.En, experiment.Explanation.Zh, experiment.Source,
        experiment.Verdicts?.Source ?? "",
    }.Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static void Write(TextWriter output, Catalogue catalogue, AnsiStyle style)
    {
        var column = catalogue.All.Max(experiment => experiment.Id.Length) + 4;
        foreach (var group in catalogue.All.GroupBy(experiment => experiment.Group))
        {
            output.WriteLine($"\n  {style.Strong(group.Key.Title.ToString())} {style.Quiet($"({group.Key.Id})")}");
            foreach (var line in TerminalText.Wrap(group.Key.About.ToString(), 76))
                output.WriteLine($"  {style.Quiet(line)}");
            output.WriteLine();
            foreach (var experiment in group)
                output.WriteLine($"  {style.Sent(experiment.Id)}{new string(' ', column - 2 - experiment.Id.Length)}{experiment.Title}");
        }

        output.WriteLine($"\n  {style.Quiet(Texts.ListHint(catalogue.All.Count).ToString())}\n");
    }
}
