using System.CommandLine;
using SideBySide.Terminal;

namespace SideBySide.Commands;

/// <summary><c>show</c>: an experiment's explanation, its script and what is expected of whom.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = Texts.IdArgument.ToString() };
        id.CompletionSources.Add(_ => ExperimentChoice.Catalogue().All.Select(e => new System.CommandLine.Completions.CompletionItem(e.Id)));
        var command = new Command("show", Texts.ShowCommand.ToString()) { id };
        command.SetAction(parsed =>
        {
            foreach (var experiment in ExperimentChoice.Catalogue().Named([parsed.GetRequiredValue(id)]))
                new ExperimentSheet(Palette.OfConsole()).Write(Console.Out, experiment);
            return 0;
        });
        return command;
    }
}
