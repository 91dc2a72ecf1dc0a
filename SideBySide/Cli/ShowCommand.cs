using System.CommandLine;
using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary><c>show</c>: an experiment's explanation, its script and its expected outcomes.</summary>
internal static class ShowCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = Texts.IdArgument.ToString() };
        id.CompletionSources.Add(_ => ExperimentLookup.Names());
        var command = new Command("show", Texts.ShowCommand.ToString()) { id };
        command.SetAction(parsed =>
        {
            var sheet = new ExperimentView(parsed.Invocation().Palette);
            var output = parsed.Invocation().Output;
            if (Group.All.FirstOrDefault(group => group.Id == parsed.GetRequiredValue(id)) is { } group)
                sheet.Write(output, group);
            foreach (var experiment in ExperimentLookup.Catalogue().Named([parsed.GetRequiredValue(id)]))
                sheet.Write(output, experiment);
            return ExitCodes.Success;
        });
        return command;
    }
}
