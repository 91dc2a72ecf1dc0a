using SideBySide.Experiments.Running;
using SideBySide.Language;
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

/// <summary>The matrix as JSON.</summary>
/// <param name="Servers">The columns, with the number of experiments for each verdict.</param>
/// <param name="Experiments">The rows.</param>
public sealed record MatrixJson(IReadOnlyList<MatrixServerJson> Servers, IReadOnlyList<MatrixRowJson> Experiments)
{
    /// <summary>The matrix.</summary>
    public static MatrixJson Of(Matrix matrix) => new(
        [.. matrix.Targets.Select(target => new MatrixServerJson(target.Id, target.Name, matrix.Score(target)))],
        [.. matrix.Experiments.Select(experiment => new MatrixRowJson(experiment.Id, experiment.Group.Id, experiment.Title,
            matrix.Targets.ToDictionary(target => target.Id, target => MatrixCellJson.Of(matrix[experiment, target]))))]);
}

/// <summary>A column.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Verdicts">The number of experiments for each verdict.</param>
public sealed record MatrixServerJson(string Id, string Name, VerdictCounts Verdicts);

/// <summary>A row.</summary>
/// <param name="Id">The experiment's id.</param>
/// <param name="Group">Its group's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Cells">The server's cells, by server id.</param>
public sealed record MatrixRowJson(string Id, string Group, LocalizedText Title, IReadOnlyDictionary<string, MatrixCellJson> Cells);

/// <summary>A cell.</summary>
/// <param name="Summary">A short summary; <c>·</c> when the experiment did not run on the server.</param>
/// <param name="Sentence">The summary as a sentence.</param>
/// <param name="Expected">Whether the outcome was expected; null without an expectation.</param>
/// <param name="Verdict">Whether HTTP allows this.</param>
/// <param name="Deviation">The documented reason for a deviation.</param>
public sealed record MatrixCellJson(string Summary, LocalizedText Sentence, bool? Expected, Verdict Verdict, LocalizedText? Deviation)
{
    internal static MatrixCellJson Of(Observation cell) => new(cell.Summary, OutcomeText.Of(cell), cell.IsExpected, cell.Verdict, cell.Deviation);
}
