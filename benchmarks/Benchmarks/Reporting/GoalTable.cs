using System.Globalization;
using Benchmarks.Results;

namespace Benchmarks.Reporting;

/// <summary>Each goal with its measured value and its outcome.</summary>
internal static class GoalTable
{
    public static void Append(Page page, Run run)
    {
        var verdicts = Goals.All.Select(goal => goal.Judge(run)).ToArray();
        page.Heading(2, new("Goals", "目标"));
        var reached = verdicts.Count(v => v.Outcome == Outcome.Reached);
        page.Add(page.Say($"{reached} of {verdicts.Length} reached.", $"共 {verdicts.Length} 项，已达到 {reached} 项。"));
        page.Table(
            [
                page.Say("what", "项目"), page.Say("goal", "目标"), page.Say("measured", "实测"), page.Say("by CPU", "按 CPU"),
                page.Say("result", "结果")
            ],
            verdicts.Select(verdict => new[]
            {
                page.Say(verdict.Goal.Title),
                (verdict.Goal.IsAtLeast ? "≥ " : "≤ ") + Words(verdict.Goal.Target, verdict.Goal.Unit),
                verdict.Value is { } value ? Words(value, verdict.Goal.Unit) : "–",
                verdict.Goal.InProcessorTime?.Invoke(run) is { IsSteady: true } figure ? Words(figure.Value, verdict.Goal.Unit) : "–",
                Words(page, verdict),
            }));
    }

    private static string Words(Page page, Verdict verdict) => verdict.Outcome switch
    {
        Outcome.Reached => page.Say("reached", "达到"),
        Outcome.Missed => page.Say("**missed** by ", "**未达到**，差 ") + Words(verdict.MissingBy, verdict.Goal.Unit),
        Outcome.TooNoisy => page.Say("too noisy to say", "波动太大，无法判断"),
        _ => page.Say("not measured", "未测量"),
    };

    private static string Words(double value, Unit unit) => unit switch
    {
        Unit.Bytes => value.ToString("N0", CultureInfo.InvariantCulture) + " B",
        Unit.Share => value.ToString("0.0 %", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00 ×", CultureInfo.InvariantCulture),
    };
}
