using System.CommandLine;
using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary><c>list</c>: the experiments, group by group.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var json = JsonOutput.Option();
        var command = new Command("list", Texts.ListCommand.ToString()) { json };
        command.SetAction(parsed =>
        {
            var (output, style) = (parsed.Invocation().Output, parsed.Invocation().Palette);
            var catalogue = ExperimentLookup.Catalogue();
            if (parsed.GetValue(json))
                JsonOutput.Write(output, catalogue.All.Select(e => new { e.Id, Group = e.Group.Id, e.Title, e.Source }));
            else
                Write(output, catalogue, style);
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(TextWriter output, Catalogue catalogue, AnsiStyle style)
    {
        var column = catalogue.All.Max(experiment => experiment.Id.Length) + 4;
        foreach (var group in catalogue.All.GroupBy(experiment => experiment.Group))
        {
            output.WriteLine($"\n  {style.Strong(group.Key.Title.ToString())} {style.Quiet($"({group.Key.Id})")}");
            foreach (var line in Columns.Wrap(group.Key.About.ToString(), 76))
                output.WriteLine($"  {style.Quiet(line)}");
            output.WriteLine();
            foreach (var experiment in group)
                output.WriteLine($"  {style.Sent(experiment.Id)}{new string(' ', column - 2 - experiment.Id.Length)}{experiment.Title}");
        }

        output.WriteLine($"\n  {style.Quiet(Texts.ListHint(catalogue.All.Count).ToString())}\n");
    }
}
