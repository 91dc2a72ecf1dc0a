using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Measure.Steps;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary><c>steps</c>: the steps from a socket to HTTP, measured.</summary>
internal static class StepsCommand
{
    public static Command Create()
    {
        var output = new OutputFormat();
        var sourcesOnly = new Option<bool>("--sources-only")
        {
            Description = new LocalizedText("Do not run the experiments, which take half a minute.", "不运行实验（实验约需半分钟）。").ToString(),
        };
        var from = new Option<string?>("--from") { HelpName = "FILE", Description = Texts.RecordFromOption.ToString() };
        var command = new Command("steps", new LocalizedText(
            "Shows the way from a socket to HTTP: what each step adds, what still breaks it, and the size of its code.",
            "展示从套接字走向 HTTP 的步骤：每一步新增了什么、仍会错在哪里、要写多少代码。").ToString())
        {
            output.Markdown, output.Json, sourcesOnly, from,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            output.Check(parsed);
            output.Write(parsed, parsed.GetValue(sourcesOnly) ? new StepsReport(MeasuredSteps.All)
                : parsed.GetValue(from) is { } file ? StepsReport.Of(RecordFile.Read(file))
                : await RunAsync(parsed.Invocation(), cancel));
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task<StepsReport> RunAsync(Invocation invocation, CancellationToken cancellation)
    {
        await using var own = await FreePortServers.OpenAsync(cancellation);
        TargetServer[] servers = [.. TargetServer.All(own).Where(target => target.Id != ServerDefinitions.Raw.Id)];
        var matrix = await ProgressDisplay.RunAsync(invocation, ExperimentLookup.Catalogue().All, servers, cancellation);
        return new StepsReport(MeasuredSteps.All, matrix.Scores, FeatureCount.In(matrix));
    }
}

/// <summary>The steps as text, Markdown or JSON.</summary>
/// <param name="steps">The steps.</param>
/// <param name="verdicts">The number of experiments for each verdict, by step id; null if they have not run.</param>
/// <param name="features">The features that only the complete server has; null if the experiments have not run.</param>
public sealed class StepsReport(IReadOnlyList<MeasuredStep> steps, IReadOnlyDictionary<string, VerdictCounts>? verdicts = null, IReadOnlyList<FeatureCount>? features = null) : IReport
{
    private const int NameWidth = 40;

    private static readonly int[] s_widths = [8, 11, 17];

    private static readonly LocalizedText s_title = new("The steps: one web server, step by step, measured in its sources", "步骤：同一个 Web 服务器，一步步写上去，数字都从源码量出");
    private static readonly LocalizedText s_step = new("step", "步骤");
    private static readonly LocalizedText s_lines = new("lines", "行数");
    private static readonly LocalizedText s_branches = new("branches", "分支");
    private static readonly LocalizedText s_counts = new("✓ / △ / ✗ / –", "✓ / △ / ✗ / –");
    private static readonly LocalizedText s_marks = new("Of all judged experiments: ✓ allowed, △ discouraged, ✗ forbidden, – not built or not shown. ", "全部判定的实验中：✓ 符合，△ 不推荐，✗ 违规，– 未实现或没有表现出来。");
    private static readonly LocalizedText s_adds = new("adds", "新增");
    private static readonly LocalizedText s_key = new("+ is what a step adds, - what still breaks it. ", "+ 是这一步新增的，- 是它仍会出错的。");
    private static readonly LocalizedText s_stillBreaks = new("still breaks", "仍会出错");

    /// <summary>A report with recorded verdicts.</summary>
    public static StepsReport Of(MatrixRecord record) => new(
        MeasuredSteps.All, record.Servers.ToDictionary(server => server.Id, server => server.Verdicts), record.Features);

    private bool HasVerdicts => steps.Any(step => Of(step) is not null);

    /// <summary>The report in 80 columns.</summary>
    public string ToText(AnsiStyle style)
    {
        var text = new StringBuilder().Append("  ").Append(style.Strong(s_title.ToString())).Append("\n\n");
        _ = text.Append(Row(s_step, [s_lines.ToString(), s_branches.ToString(), s_counts.ToString()], style.Quiet));
        foreach (var step in steps)
        {
            _ = text.Append('\n').Append(Row(step.Name, Numbers(step), style.Strong))
                .Append(TerminalText.Paragraph(step.Adds.ToString(), 6, lead: "    + "))
                .Append(TerminalText.Paragraph(step.StillBreaks.ToString(), 6, lead: "    - "));
        }

        return text.Append('\n').Append(features is null ? "" : TerminalText.Paragraph(FeatureCount.Sentence(features).ToString()))
            .Append(TerminalText.Paragraph($"{s_key}{(HasVerdicts ? s_marks.ToString() : "")}{CodeCount.Rule}", paint: style.Quiet)).ToString();
    }

    /// <summary>A table for a Markdown document in the folder <c>docs</c>.</summary>
    public string ToMarkdown()
    {
        LocalizedText[] headings = [s_step, s_adds, s_stillBreaks, s_lines, s_branches, .. HasVerdicts ? [s_counts] : (LocalizedText[])[]];
        var table = MarkdownTable.Of([.. headings.Select(heading => heading.ToString())], 3, steps.Select(step =>
            (string[])[$"[{step.Name}](../{step.Path})", step.Adds.ToString(), step.StillBreaks.ToString(), .. Numbers(step)]));
        return table + (features is null ? "" : $"\n{FeatureCount.Sentence(features)}\n");
    }

    /// <summary>JSON with both languages.</summary>
    public string ToJson() => JsonSerializer.Serialize(steps.Select(step => new
    {
        step.Id,
        step.Name,
        step.Path,
        step.Adds,
        step.StillBreaks,
        step.Count.Lines,
        step.Count.Branches,
        Verdicts = Of(step),
        step.Files,
    }), ReadableJson.Brief) + "\n";

    private VerdictCounts? Of(MeasuredStep step) => verdicts is not null && verdicts.TryGetValue(step.Id, out var counts) ? counts : null;

    private string[] Numbers(MeasuredStep step) => [Number(step.Count.Lines), Number(step.Count.Branches), .. HasVerdicts ? [Counts(step)] : (string[])[]];

    private string Counts(MeasuredStep step) =>
        Of(step) is { } of ? string.Create(CultureInfo.InvariantCulture, $"{of.Allowed} / {of.Discouraged} / {of.Forbidden} / {of.NotBuilt}") : "";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string Row(LocalizedText name, IEnumerable<string> numbers, Func<string, string> paint) =>
        "  " + TerminalText.Row(name.ToString(), NameWidth, numbers, s_widths.Take(HasVerdicts ? 3 : 2), paint);
}
