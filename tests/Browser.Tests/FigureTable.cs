using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Browser.Tests;

/// <summary>A table of figures, written between two marks of a document in both languages.</summary>
internal sealed class FigureTable
{
    private const string Begin = "<!-- figures: written by this command -->";
    private const string End = "<!-- end of figures -->";

    private readonly List<(Both What, string Unit, double[] Values, string Goal)> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="what">The measured quantity.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="values">All measurements.</param>
    /// <param name="goal">The goal.</param>
    public void Add(Both what, string unit, IEnumerable<double> values, string goal = "") => _rows.Add((what, unit, [.. values.Order()], goal));

    /// <summary>Writes both documents.</summary>
    public async Task WriteAsync(string browser, string processors)
    {
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var runtime = RuntimeInformation.FrameworkDescription;
        var system = RuntimeInformation.RuntimeIdentifier;
        await WriteAsync(
            "page.md",
            $"Measured on {date}: {processors} processors shared by program, servers and browser, {system}, {runtime}, Chromium {browser}.\n\n"
                + "| | median | worst | of | goal |\n| --- | ---: | ---: | ---: | ---: |\n",
            row => row.What.En);
        await WriteAsync(
            "page.zh-CN.md",
            $"测于 {date}：程序、服务器与浏览器共用 {processors} 个处理器，{system}，{runtime}，Chromium {browser}。\n\n"
                + "| | 中位数 | 最差 | 次数 | 目标 |\n| --- | ---: | ---: | ---: | ---: |\n",
            row => row.What.Zh);
    }

    private async Task WriteAsync(string name, string head, Func<(Both What, string Unit, double[] Values, string Goal), string> said)
    {
        var path = Path.Combine(Repository.Root, "docs", name);
        var text = await File.ReadAllTextAsync(path);
        var table = new StringBuilder().Append('\n').Append(head);
        foreach (var row in _rows)
        {
            var several = row.Values.Length > 1;
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {said(row)} | {Number(Median(row.Values), row.Unit)} | {(several ? Number(row.Values[^1], row.Unit) : "")} "
                    + $"| {(several ? row.Values.Length : "")} | {row.Goal} |\n");
        }

        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        await File.WriteAllTextAsync(path, $"{text[..from]}\n{table}\n{text[to..]}");
    }

    private static double Median(double[] sorted) => (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static string Number(double value, string unit) => $"{value.ToString(value < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture)} {unit}".TrimEnd();
}
