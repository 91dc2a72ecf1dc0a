using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Servers;
using Spectre.Console;

namespace SideBySide.Cli;

/// <summary>Runs a matrix and shows its progress on standard error, if that is a terminal.</summary>
internal static class ProgressDisplay
{
    public static Task<Matrix> RunAsync(
        Invocation invocation, IReadOnlyList<Experiment> experiments, IReadOnlyList<TargetServer> targets, CancellationToken cancellation)
    {
        var runner = new Runner(TimeProvider.System);
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(invocation.Error) });
        if (!invocation.IsErrorTerminal)
            return Matrix.RunAsync(runner, experiments, targets, null, cancellation);
        return screen.Progress().AutoClear(true).StartAsync(async progress =>
        {
            var bars = targets.ToDictionary(target => target.Id, target => progress.AddTask(Markup.Escape(target.Name), maxValue: experiments.Count));
            return await Matrix.RunAsync(runner, experiments, targets, cell => bars[cell.Target.Id].Increment(1), cancellation);
        });
    }
}
