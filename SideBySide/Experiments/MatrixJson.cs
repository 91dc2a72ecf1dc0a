namespace SideBySide.Experiments;

/// <summary>The matrix for machines.</summary>
/// <param name="Servers">The columns, with how many experiments each got right.</param>
/// <param name="Experiments">The rows.</param>
public sealed record MatrixJson(IReadOnlyList<MatrixServerJson> Servers, IReadOnlyList<MatrixRowJson> Experiments)
{
    /// <summary>The matrix.</summary>
    public static MatrixJson Of(Matrix matrix) => new(
        [.. matrix.Targets.Select(target => new MatrixServerJson(target.Id, target.Name, matrix.Score(target).Survived, matrix.Score(target).Asked))],
        [.. matrix.Experiments.Select(experiment => new MatrixRowJson(experiment.Id, experiment.Group.Id, experiment.Title,
            matrix.Targets.ToDictionary(target => target.Id, target => MatrixCellJson.Of(matrix[experiment, target]))))]);
}

/// <summary>A column.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Survived">How many of the experiments with a right and a wrong it got right.</param>
/// <param name="Asked">How many of them it could be asked.</param>
public sealed record MatrixServerJson(string Id, string Name, int Survived, int Asked);

/// <summary>A row.</summary>
/// <param name="Id">The experiment's id.</param>
/// <param name="Group">Its group's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Cells">What each server did, by its id.</param>
public sealed record MatrixRowJson(string Id, string Group, Bilingual Title, IReadOnlyDictionary<string, MatrixCellJson> Cells);

/// <summary>A cell.</summary>
/// <param name="Summary">What was observed, in short; <c>·</c> when the server could not be asked.</param>
/// <param name="Sentence">The same for people.</param>
/// <param name="Expected">Whether this was expected of this server; null when nothing was.</param>
/// <param name="Correct">Whether a correct HTTP server may do this; null when there is no right or wrong.</param>
public sealed record MatrixCellJson(string Summary, Bilingual Sentence, bool? Expected, bool? Correct)
{
    internal static MatrixCellJson Of(Observed cell) => new(cell.Summary, OutcomeWords.Of(cell), cell.IsExpected, cell.IsCorrect);
}
