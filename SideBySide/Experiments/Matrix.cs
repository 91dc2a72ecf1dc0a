using SideBySide.Experiments.Running;
using SideBySide.Servers;

namespace SideBySide.Experiments;

/// <summary>Experiments × servers, with one observation in each cell.</summary>
/// <param name="Experiments">The rows.</param>
/// <param name="Targets">The columns.</param>
/// <param name="Cells">The observations, by experiment and server.</param>
public sealed record Matrix(IReadOnlyList<Experiment> Experiments, IReadOnlyList<TargetServer> Targets, IReadOnlyDictionary<(string Experiment, string Target), Observation> Cells)
{
    /// <summary>The cell.</summary>
    public Observation this[Experiment experiment, TargetServer target] => Cells[(experiment.Id, target.Id)];

    /// <summary>The cells with an unexpected outcome.</summary>
    public IEnumerable<Observation> Unexpected => Cells.Values.Where(cell => cell.IsExpected == false);

    /// <summary>
    /// Runs all cells. The servers run in parallel; each server runs one experiment after the other, so that none disturbs the next.
    /// </summary>
    /// <param name="runner">Runs each experiment.</param>
    /// <param name="experiments">The rows.</param>
    /// <param name="targets">The columns.</param>
    /// <param name="progress">Called after each cell, one call at a time for each server.</param>
    /// <param name="cancellation">Ends the run with an <see cref="OperationCanceledException"/>.</param>
    public static async Task<Matrix> RunAsync(Runner runner, IReadOnlyList<Experiment> experiments, IReadOnlyList<TargetServer> targets,
        Action<Observation>? progress, CancellationToken cancellation)
    {
        var columns = await Task.WhenAll(targets.Select(async target =>
        {
            var column = new List<Observation>();
            foreach (var experiment in experiments)
            {
                var observed = await runner.RunAsync(experiment, target, null, cancellation);
                column.Add(observed);
                progress?.Invoke(observed);
            }

            return column;
        }));
        return new Matrix(experiments, targets, columns.SelectMany(column => column).ToDictionary(cell => (cell.Experiment.Id, cell.Target.Id)));
    }

    /// <summary>The scores of all servers, by server id.</summary>
    public IReadOnlyDictionary<string, VerdictCounts> Scores => Targets.ToDictionary(target => target.Id, Score);

    /// <summary>
    /// The number of judged experiments with each verdict on this server. An experiment that does not apply or shows nothing about the
    /// question counts as not built: all servers have the same total.
    /// </summary>
    public VerdictCounts Score(TargetServer target) => VerdictCounts.Of(Experiments
        .Where(experiment => experiment.Verdicts is not null)
        .Select(experiment => this[experiment, target].Verdict)
        .Select(verdict => verdict == Verdict.None ? Verdict.NotBuilt : verdict));
}
