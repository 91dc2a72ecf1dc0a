using System.Text.Json;
using Benchmarks.Results;

namespace Benchmarks.Measuring;

/// <summary>Reads the JSON results of <c>benchmarks/Micro</c> (<c>--exporters json</c>).</summary>
internal static class MicroResults
{
    private static readonly string s_folder = Path.Combine("BenchmarkDotNet.Artifacts", "results");

    /// <summary>The rows of a class's newest results below the current folder; empty without results.</summary>
    public static IReadOnlyList<MicroRow> Read(string benchmarks) => !Directory.Exists(s_folder)
        ? []
        : [.. new DirectoryInfo(s_folder).EnumerateFiles($"*{benchmarks}*.json").OrderByDescending(file => file.LastWriteTimeUtc).Take(1)
            .SelectMany(file => Parse(File.ReadAllText(file.FullName)))];

    internal static IEnumerable<MicroRow> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        foreach (var benchmark in document.RootElement.GetProperty("Benchmarks").EnumerateArray().ToArray())
        {
            if (benchmark.GetProperty("Statistics") is not { ValueKind: JsonValueKind.Object } statistics)
                continue; // this benchmark failed
            double? allocated = benchmark.TryGetProperty("Memory", out var memory)
                && memory.TryGetProperty("BytesAllocatedPerOperation", out var bytes)
                ? bytes.GetDouble()
                : null;
            yield return new MicroRow(
                benchmark.GetProperty("Parameters").GetString()!.Split('=')[^1],
                benchmark.GetProperty("Method").GetString()!,
                statistics.GetProperty("Median").GetDouble(),
                allocated);
        }
    }
}
