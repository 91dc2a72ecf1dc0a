using System.Globalization;
using SideBySide.Language;

namespace SideBySide.Checks;

/// <summary>The headings of a result, in every report.</summary>
internal static class CheckWords
{
    public static LocalizedText Broke(CheckedPeer peer) => peer == CheckedPeer.Server
        ? new("the server reset the connection (RST)", "服务器重置了连接（RST）")
        : new("the client reset the connection (RST)", "客户端重置了连接（RST）");

    public static LocalizedText Ended(CheckedPeer peer) => peer == CheckedPeer.Server
        ? Texts.EventEnded
        : new("the client has finished (FIN)", "客户端结束发送（FIN）");

    public static LocalizedText Sent { get; } = new("Sent and received", "发送与接收");

    public static LocalizedText Expected { get; } = new("Expected", "应当");

    public static LocalizedText Got { get; } = new("Got", "实际");

    public static LocalizedText Rule { get; } = new("Rule", "规则");

    public static LocalizedText Mistake { get; } = new("Likely mistake", "可能的错误");

    public static LocalizedText Cure { get; } = new("Cure", "解决办法");

    public static LocalizedText More { get; } = new("More", "更多");

    public static LocalizedText Hint { get; } = new("Hint", "提示");

    public static LocalizedText Printed { get; } = new("The program printed last", "程序最后的输出");

    public static LocalizedText AskForHint { get; } = new("--hint names a file that solves it.", "--hint 会给出解决它的源文件。");

    public static LocalizedText Nothing { get; } = new("Nothing is wrong.", "没有发现问题。");

    public static LocalizedText Advice { get; } = new("Advice", "建议");

    public static LocalizedText Again { get; } = new("Repair this first, then check again; --all shows everything.", "先解决这个问题，再检查一遍；--all 显示全部问题。");

    public static LocalizedText Bytes(int count) => new(string.Create(CultureInfo.InvariantCulture, $"{count:N0} bytes in all"), string.Create(CultureInfo.InvariantCulture, $"共 {count:N0} 字节"));

    public static LocalizedText First(string step) => new($"The first thing that is wrong, in {step}", $"第一个问题，{step}");

    public static LocalizedText Level(CheckLevel level) => level == CheckLevel.Must ? new("MUST", "MUST（必须）") : new("SHOULD", "SHOULD（应当）");

    public static LocalizedText Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => new("right", "正确"),
        CheckOutcome.Failed => new("wrong", "错误"),
        CheckOutcome.Advice => new("advice", "建议"),
        CheckOutcome.Known => new("known", "已知"),
        CheckOutcome.NotBuilt => new("not built", "未实现"),
        _ => new("not tried", "未检查"),
    };

    public static string Mark(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "✓",
        CheckOutcome.Failed => "✗",
        CheckOutcome.Advice => "△",
        CheckOutcome.Known => "○",
        _ => "–",
    };

    public static LocalizedText Summary(CheckReport report)
    {
        var counts = Enum.GetValues<CheckOutcome>().Where(outcome => report.Count(outcome) > 0).Select(outcome => (report.Count(outcome), Word(outcome))).ToArray();
        return new(
            string.Join(", ", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Item1} {count.Item2.En}"))) + string.Create(CultureInfo.InvariantCulture, $"; {report.Elapsed.TotalSeconds:0.0} s"),
            string.Join("，", counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Item2.Zh} {count.Item1}"))) + string.Create(CultureInfo.InvariantCulture, $"；用时 {report.Elapsed.TotalSeconds:0.0} 秒"));
    }
}
