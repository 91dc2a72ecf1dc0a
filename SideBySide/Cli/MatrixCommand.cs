using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Language;
using SideBySide.Measure.Steps;
using SideBySide.Servers;
using SideBySide.Wire;
using Spectre.Console;

namespace SideBySide.Cli;

/// <summary><c>matrix</c>: all experiments × all servers. Exit code 1 if a server of this repository has an unexpected outcome or a server
/// of --target a forbidden one.</summary>
internal static class MatrixCommand
{
    public static Command Create()
    {
        var ids = new Argument<string[]>("ID") { Arity = ArgumentArity.ZeroOrMore, Description = Texts.IdsArgument.ToString() };
        var json = JsonOutput.Option();
        var markdown = new Option<bool>("--markdown") { Description = Texts.MarkdownOption.ToString() };
        var html = new Option<bool>("--html") { Description = Texts.HtmlOption.ToString() };
        var record = new Option<bool>("--record") { Description = Texts.RecordOption.ToString() };
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = Texts.RecordFromOption.ToString() };
        var servers = new TargetOptions();
        var command = new Command("matrix", Texts.MatrixCommand.ToString()) { ids, json, markdown, html, record, from };
        servers.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = parsed.Invocation();
            if (new[] { json, markdown, html, record }.Count(parsed.GetValue) > 1)
                throw new UsageException(Texts.OneFormat.ToString());
            var catalogue = ExperimentLookup.Catalogue();
            var experiments = parsed.GetValue(ids) is { Length: > 0 } named ? catalogue.Named(named) : catalogue.All;
            if (parsed.GetValue(from) is { } file)
            {
                invocation.Output.Write(MatrixReport.Markdown(RecordFile.Read(file), experiments));
                return ExitCodes.Success;
            }

            await using var open = await servers.OpenAsync(parsed, cancel);
            foreach (var missing in open.Missing)
                await invocation.Error.WriteLineAsync(missing.Reason.ToString());
            var matrix = await ProgressDisplay.RunAsync(invocation, experiments, open.Targets, cancel);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            if (parsed.GetValue(json))
                JsonOutput.Write(invocation.Output, MatrixJson.Of(matrix));
            else if (parsed.GetValue(markdown))
                invocation.Output.Write(MatrixReport.Markdown(MatrixRecord.Of(matrix, today), experiments));
            else if (parsed.GetValue(record))
                invocation.Output.Write(MatrixRecord.Of(matrix, today).ToJson());
            else if (parsed.GetValue(html))
                invocation.Output.Write(MatrixReport.Html(matrix));
            else
                MatrixReport.Write(invocation.Screen(), matrix);
            return open.ExitCode(matrix);
        });
        return command;
    }
}

/// <summary>A recorded matrix.</summary>
internal static class RecordFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="StartupException">The file cannot be read or has another format.</exception>
    public static MatrixRecord Read(string path)
    {
        try
        {
            return MatrixRecord.Parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.Json.JsonException)
        {
            throw new StartupException(Texts.NoRecord(path, e.Message).ToString(), e);
        }
    }
}

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
    public static MatrixRecord Parse(string json) => JsonSerializer.Deserialize<MatrixRecord>(json, ReadableJson.Line)!;

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

    private static string Line<T>(T value) => JsonSerializer.Serialize(value, ReadableJson.Line);
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
