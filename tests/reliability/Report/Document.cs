using System.Globalization;
using System.Runtime.InteropServices;
using RawSocketServer;
using SideBySide.Language;

namespace Reliability;

/// <summary>Writes the figures into <c>docs/reliability.md</c> and its Chinese version, between the two marks; the text around is written by hand.</summary>
internal static class Document
{
    private const string Begin = "<!-- figures: written by this command -->";
    private const string End = "<!-- end of figures -->";

    public static void Write(RunPlan plan, IReadOnlyList<Row> rows)
    {
        foreach (var (file, language) in (ReadOnlySpan<(string, string)>)[("reliability.md", "en"), ("reliability.zh-CN.md", "zh")])
        {
            Messages.Speak(language);
            var path = Path.Combine(Repository.Root, "docs", file);
            var text = File.ReadAllText(path);
            var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal), text.IndexOf(End, StringComparison.Ordinal));
            if (begin < 0 || end < begin)
                throw new InvalidDataException($"{path} has no place for the figures: {Begin} … {End}");
            File.WriteAllText(path, $"{text[..(begin + Begin.Length)]}\n\n{Conditions(plan)}\n\n{string.Join('\n', Table.Lines(rows))}\n\n{text[end..]}");
        }

        Messages.Speak("en");
    }

    private static LocalizedText Conditions(RunPlan plan)
    {
        var day = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var processors = Environment.ProcessorCount;
        var runtime = RuntimeInformation.FrameworkDescription;
        return new(
            $"Measured on {day}, on {processors} processors that servers and clients share, on {runtime}; {plan}.",
            $"测量于 {day}；服务器与客户端共用 {processors} 个处理器，运行于 {runtime}；"
            + $"{(plan.Scale == 1 ? "完整运行" : $"数量乘以 {plan.Scale.ToString(CultureInfo.InvariantCulture)}")}，种子 {plan.Seed}。");
    }
}
