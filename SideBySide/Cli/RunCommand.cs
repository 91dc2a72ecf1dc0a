using System.CommandLine;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary><c>run</c>: sends an experiment's bytes to the servers and shows the events side by side.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.OneOrMore, Description = Texts.IdsArgument.ToString() };
        ids.CompletionSources.Add(_ => ExperimentLookup.Names());
        var json = JsonOutput.Option();
        var servers = new TargetOptions();
        var command = new Command("run", Texts.RunCommand.ToString()) { ids, json };
        servers.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = parsed.Invocation();
            var experiments = ExperimentLookup.Catalogue().Named(parsed.GetRequiredValue(ids));
            await using var open = await servers.OpenAsync(parsed, cancel);
            foreach (var missing in open.Missing)
                await invocation.Error.WriteLineAsync(missing.Reason.ToString());
            var matrix = await Matrix.RunAsync(new Runner(TimeProvider.System), experiments, open.Targets, null, cancel);
            if (parsed.GetValue(json))
                JsonOutput.Write(invocation.Output, experiments.SelectMany(experiment => open.Targets.Select(target => ObservationJson.Of(matrix[experiment, target]))));
            else
                new TimelineView(invocation.Palette).Write(invocation.Output, matrix, invocation.Width);
            return open.ExitCode(matrix);
        });
        return command;
    }
}
