using System.CommandLine;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Terminal;

namespace SideBySide.Commands;

/// <summary><c>run</c>: sends an experiment's bytes to the servers and shows what happened, side by side.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.OneOrMore, Description = Texts.IdsArgument.ToString() };
        ids.CompletionSources.Add(_ => ExperimentChoice.Names());
        var json = JsonOutput.Option();
        var servers = new ServerChoice();
        var command = new Command("run", Texts.RunCommand.ToString()) { ids, json };
        servers.AddTo(command);
        command.SetAction(async (parsed, _) =>
        {
            using var stop = new StopRequest();
            var experiments = ExperimentChoice.Catalogue().Named(parsed.GetRequiredValue(ids));
            await using var open = await servers.OpenAsync(parsed, stop.Token);
            foreach (var missing in open.Missing)
                await Console.Error.WriteLineAsync(missing.Reason.ToString());
            var matrix = await Matrix.RunAsync(new Runner(TimeProvider.System), experiments, open.Targets, null, stop.Token);
            if (parsed.GetValue(json))
                JsonOutput.Write(experiments.SelectMany(experiment => open.Targets.Select(target => ObservedJson.Of(matrix[experiment, target]))));
            else
                new Timelines(Palette.OfConsole()).Write(Console.Out, matrix, Width());
            return open.ExitCode(matrix);
        });
        return command;
    }

    private static int Width() => Console.IsOutputRedirected ? 80 : Math.Max(80, Console.WindowWidth);
}
