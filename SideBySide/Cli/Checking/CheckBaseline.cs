using System.Text.Json;
using SideBySide.Checks;

namespace SideBySide.Cli.Checking;

/// <summary>Known failures: one id on each line, with comments after <c>#</c>; or a report of <c>--json</c>.</summary>
internal static class CheckBaseline
{
    private const long MostBytes = 4 * 1024 * 1024;

    /// <summary>The ids; none without a file.</summary>
    /// <exception cref="CannotCheckException">The file cannot be read.</exception>
    public static IReadOnlySet<string> Read(string? path)
    {
        if (path is null)
            return new HashSet<string>();
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                throw new IOException("> 4 MiB");
            var text = File.ReadAllText(path);
            return text.TrimStart().StartsWith('{') ? OfReport(text) : OfLines(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new CannotCheckException(CheckOptionTexts.NotRead(path, e.Message), e);
        }
    }

    private static HashSet<string> OfLines(string text) =>
        [.. text.Split('\n').Select(line => line.Split('#')[0].Trim()).Where(id => id.Length > 0)];

    private static HashSet<string> OfReport(string text)
    {
        using var report = JsonDocument.Parse(text);
        return [.. report.RootElement.GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("outcome").GetString() is "failed" or "known")
            .Select(result => result.GetProperty("id").GetString() ?? "")];
    }
}
