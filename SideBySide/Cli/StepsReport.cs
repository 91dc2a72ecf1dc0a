using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Measure.Steps;

namespace SideBySide.Cli;

/// <summary>The steps as text, Markdown or JSON.</summary>
/// <param name="steps">The steps.</param>
/// <param name="verdicts">The number of experiments for each verdict, by step id; null if they have not run.</param>
/// <param name="features">The features that only the complete server has; null if the experiments have not run.</param>
public sealed class StepsReport(IReadOnlyList<MeasuredStep> steps, IReadOnlyDictionary<string, VerdictCounts>? verdicts = null, IReadOnlyList<FeatureCount>? features = null) : IReport
{
    private const int Right = 78;
    private const int NameWidth = 40;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // never part of a page; keeps Chinese readable
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

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
        Row(text, s_step.ToString(), s_lines.ToString(), s_branches.ToString(), s_counts.ToString(), style.Quiet);
        foreach (var step in steps)
        {
            _ = text.Append('\n');
            Row(text, step.Name.ToString(), Number(step.Count.Lines), Number(step.Count.Branches), Counts(step), style.Strong);
            Paragraph(text, "+ ", step.Adds);
            Paragraph(text, "- ", step.StillBreaks);
        }

        _ = text.Append('\n');
        foreach (var line in features is null ? [] : TerminalText.Wrap(FeatureCount.Sentence(features).ToString(), Right - 2))
            _ = text.Append("  ").Append(line).Append('\n');
        foreach (var line in TerminalText.Wrap($"{s_key}{(HasVerdicts ? s_marks.ToString() : "")}{CodeCount.Rule}", Right - 2))
            _ = text.Append("  ").Append(style.Quiet(line)).Append('\n');
        return text.ToString();
    }

    /// <summary>A table for a Markdown document in the folder <c>docs</c>.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(text, s_step.ToString(), s_adds.ToString(), s_stillBreaks.ToString(), s_lines.ToString(), s_branches.ToString(), s_counts.ToString());
        Line(text, "---", "---", "---", "---:", "---:", "---:");
        foreach (var step in steps)
            Line(text, $"[{step.Name}](../{step.Path})", step.Adds.ToString(), step.StillBreaks.ToString(), Number(step.Count.Lines), Number(step.Count.Branches), Counts(step));
        if (features is not null)
            _ = text.Append('\n').Append(FeatureCount.Sentence(features)).Append('\n');
        return text.ToString();
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
    }), s_json) + "\n";

    private VerdictCounts? Of(MeasuredStep step) => verdicts is not null && verdicts.TryGetValue(step.Id, out var counts) ? counts : null;

    private string Counts(MeasuredStep step) =>
        Of(step) is { } of ? string.Create(CultureInfo.InvariantCulture, $"{of.Allowed} / {of.Discouraged} / {of.Forbidden} / {of.NotBuilt}") : "";

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private void Row(StringBuilder text, string name, string lines, string branches, string counts, Func<string, string> paint)
    {
        _ = text.Append("  ").Append(paint(TerminalText.Pad(name, NameWidth))).Append(TerminalText.PadLeft(lines, 8)).Append(TerminalText.PadLeft(branches, 11));
        _ = text.Append(HasVerdicts ? TerminalText.PadLeft(counts, 17) : "").Append('\n');
    }

    private static void Paragraph(StringBuilder text, string lead, LocalizedText paragraph)
    {
        foreach (var line in TerminalText.Wrap(paragraph.ToString(), Right - 6))
        {
            _ = text.Append("    ").Append(lead).Append(line).Append('\n');
            lead = "  ";
        }
    }

    private void Line(StringBuilder text, params string[] cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Take(HasVerdicts ? cells.Length : cells.Length - 1)).Append(" |\n");
}
