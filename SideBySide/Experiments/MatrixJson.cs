using SideBySide.Language;

namespace SideBySide.Experiments;

/// <summary>The matrix for machines.</summary>
/// <param name="Servers">The columns, with how many experiments ended with each verdict.</param>
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
/// <param name="Verdicts">How many experiments ended with each verdict.</param>
public sealed record MatrixServerJson(string Id, string Name, VerdictCounts Verdicts);

/// <summary>A row.</summary>
/// <param name="Id">The experiment's id.</param>
/// <param name="Group">Its group's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Cells">What each server did, by its id.</param>
public sealed record MatrixRowJson(string Id, string Group, LocalizedText Title, IReadOnlyDictionary<string, MatrixCellJson> Cells);

/// <summary>A cell.</summary>
/// <param name="Summary">What was observed, in short; <c>·</c> when the server could not be asked.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Expected">Whether this was expected of this server; null when nothing was.</param>
/// <param name="Verdict">Whether HTTP allows this.</param>
/// <param name="Deviation">Why the server does it nevertheless, and where that is documented.</param>
public sealed record MatrixCellJson(string Summary, LocalizedText Sentence, bool? Expected, Verdict Verdict, LocalizedText? Deviation)
{
    internal static MatrixCellJson Of(Observed cell) => new(cell.Summary, OutcomeText.Of(cell), cell.IsExpected, cell.Verdict, cell.Deviation);
}
