using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SideBySide.Experiments;
using SideBySide.Measure.Steps;

namespace SideBySide.Cli;

/// <summary>
/// A matrix as it was observed once, in a file that is reviewed like code: <c>docs/matrix.json</c>. The tables of the documents are made
/// from it, not from a fresh run.
/// </summary>
/// <param name="Recorded">When it was observed.</param>
/// <param name="Servers">The columns.</param>
/// <param name="Features">What the complete server has that no step has.</param>
/// <param name="Experiments">What each server showed, by the experiment's id and the server's.</param>
public sealed record MatrixRecord(DateOnly Recorded, IReadOnlyList<RecordedServer> Servers, IReadOnlyList<FeatureCount> Features,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, RecordedCell>> Experiments)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // it is a file that people read, no part of a page
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Where it is, from the repository's root.</summary>
    public const string Path = "docs/matrix.json";

    /// <summary>What was observed.</summary>
    public static MatrixRecord Of(Matrix matrix, DateOnly recorded) => new(
        recorded,
        [.. matrix.Targets.Select(target => new RecordedServer(target.Id, matrix.Score(target)))],
        FeatureCount.In(matrix),
        matrix.Experiments.ToDictionary(experiment => experiment.Id, experiment => (IReadOnlyDictionary<string, RecordedCell>)matrix.Targets.ToDictionary(
            target => target.Id, target => RecordedCell.Of(matrix[experiment, target]))));

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">It is no such file.</exception>
    public static MatrixRecord Parse(string json) => JsonSerializer.Deserialize<MatrixRecord>(json, s_json)!;

    /// <summary>One line a cell, so that a review sees each change by itself.</summary>
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
/// <param name="Verdicts">How many experiments ended with each verdict.</param>
public sealed record RecordedServer(string Id, VerdictCounts Verdicts);

/// <summary>A cell.</summary>
/// <param name="Mark">The verdict's mark; empty for none.</param>
/// <param name="Summary">What was observed, in short.</param>
/// <param name="Outcome">The same in full, as an <see cref="OutcomePattern"/> is written; null when the server could not be asked.</param>
public sealed record RecordedCell(string Mark, string Summary, string? Outcome)
{
    /// <summary>What a table shows.</summary>
    [JsonIgnore]
    public string Text => Mark.Length == 0 ? Summary : $"{Mark} {Summary}";

    internal static RecordedCell Of(Observed cell) => new(VerdictText.Mark(cell), cell.Summary, cell.Outcome?.InFull);
}
