using SideBySide.Language;

namespace SideBySide.Experiments;

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
