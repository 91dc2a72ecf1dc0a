using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SideBySide.Experiments;
using SideBySide.Measure.Steps;

namespace SideBySide.Cli;

/// <summary>
/// A recorded matrix, in a file that is reviewed like code: <c>docs/matrix.json</c>. The tables of the documents are generated from it, not
/// from a new run.
/// </summary>
/// <param name="Recorded">The date of the run.</param>
/// <param name="Servers">The columns.</param>
/// <param name="Features">The features that only the complete server has, not a step.</param>
/// <param name="Experiments">The cells, by the experiment's id and the server's id.</param>
public sealed record MatrixRecord(DateOnly Recorded, IReadOnlyList<RecordedServer> Servers, IReadOnlyList<FeatureCount> Features,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, RecordedCell>> Experiments)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a readable file, never part of a page
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Its path from the repository's root.</summary>
    public const string Path = "docs/matrix.json";

    /// <summary>The record of a matrix.</summary>
    public static MatrixRecord Of(Matrix matrix, DateOnly recorded) => new(
        recorded,
        [.. matrix.Targets.Select(target => new RecordedServer(target.Id, matrix.Score(target)))],
        FeatureCount.In(matrix),
        matrix.Experiments.ToDictionary(experiment => experiment.Id, experiment => (IReadOnlyDictionary<string, RecordedCell>)matrix.Targets.ToDictionary(
            target => target.Id, target => RecordedCell.Of(matrix[experiment, target]))));

    /// <summary>Parses a record.</summary>
    /// <exception cref="JsonException">The text has another format.</exception>
    public static MatrixRecord Parse(string json) => JsonSerializer.Deserialize<MatrixRecord>(json, s_json)!;

    /// <summary>One line for each cell, so that a review shows each change separately.</summary>
    public string ToJson()
    {
        var text = new StringBuilder($"{{\n  \"recorded\": {Line(Recorded)},\n  \"servers\": [\n");
        _ = text.AppendJoin(",\n", Servers.Select(server => $"    {Line(server)}")).Append("\n  ],\n  \"features\": [\n");
        _ = text.AppendJoin(",\n", Features.Select(feature => $"    {Line(feature)}")).Append("\n  ],\n  \"experiments\": {\n");
        _ = text.AppendJoin(",\n", Experiments.Select(row =>
            $"    {Line(row.Key)}: {{\n{string.Join(",\n", row.Value.Select(cell => $"      {Line(cell.Key)}: {Line(cell.Value)}"))}\n    }}"));
        return text.Append("\n  }\n}\n").ToString();
    }

    private static string Line<T>(T value) => JsonSerializer.Serialize(value, s_json);
}

/// <summary>A column.</summary>
/// <param name="Id">The server's id.</param>
/// <param name="Verdicts">The number of experiments for each verdict.</param>
public sealed record RecordedServer(string Id, VerdictCounts Verdicts);

/// <summary>A cell.</summary>
/// <param name="Mark">The verdict's mark; empty for none.</param>
/// <param name="Summary">A short summary.</param>
/// <param name="Outcome">The full outcome in the notation of <see cref="OutcomePattern"/>; null when the experiment did not run.</param>
public sealed record RecordedCell(string Mark, string Summary, string? Outcome)
{
    /// <summary>The text in a table.</summary>
    [JsonIgnore]
    public string Text => Mark.Length == 0 ? Summary : $"{Mark} {Summary}";

    internal static RecordedCell Of(Observation cell) => new(VerdictText.Mark(cell), cell.Summary, cell.Outcome?.InFull);
}
