using System.CommandLine;
using SideBySide.Experiments;
using SideBySide.Terminal;

namespace SideBySide.Commands;

/// <summary><c>show</c>: an experiment's explanation, its script and what is expected of whom.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = Texts.IdArgument.ToString() };
        id.CompletionSources.Add(_ => ExperimentChoice.Names());
        var command = new Command("show", Texts.ShowCommand.ToString()) { id };
        command.SetAction(parsed =>
        {
            if (Group.All.FirstOrDefault(group => group.Id == parsed.GetRequiredValue(id)) is { } group)
                new ExperimentSheet(Palette.OfConsole()).Write(Console.Out, group);
            foreach (var experiment in ExperimentChoice.Catalogue().Named([parsed.GetRequiredValue(id)]))
                new ExperimentSheet(Palette.OfConsole()).Write(Console.Out, experiment);
            return 0;
        });
        return command;
    }
}
