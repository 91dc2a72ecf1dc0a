using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary>Texts and marks for a verdict.</summary>
internal static class VerdictText
{
    /// <summary>The verdicts that are counted, in order.</summary>
    public static IReadOnlyList<Verdict> Counted { get; } = [Verdict.Allowed, Verdict.Discouraged, Verdict.Forbidden, Verdict.NotBuilt];

    /// <summary>The mark of a cell; empty if the experiment is not judged or did not run.</summary>
    public static string Mark(Observation cell) => cell.Outcome is null || cell.Experiment.Verdicts is null ? "" : Mark(cell.Verdict);

    public static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "✓",
        Verdict.Discouraged => "△",
        Verdict.Forbidden => "✗",
        _ => "–",
    };

    public static LocalizedText Word(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => new("allowed", "符合"),
        Verdict.Discouraged => new("discouraged", "不推荐"),
        Verdict.Forbidden => new("forbidden", "违规"),
        Verdict.NotBuilt => new("not built", "未实现"),
        _ => new("not judged", "不判定"),
    };

    /// <summary>The number of experiments with a verdict.</summary>
    public static int Count(VerdictCounts counts, Verdict verdict) => verdict switch
    {
        Verdict.Allowed => counts.Allowed,
        Verdict.Discouraged => counts.Discouraged,
        Verdict.Forbidden => counts.Forbidden,
        _ => counts.NotBuilt,
    };

    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "allowed",
        Verdict.Discouraged => "discouraged",
        Verdict.Forbidden => "forbidden",
        _ => "",
    };
}
