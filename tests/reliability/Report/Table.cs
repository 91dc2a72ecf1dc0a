using SideBySide.Language;

namespace Reliability;

/// <summary>All figures as Markdown, with a row per figure and a column per server; also readable in a terminal.</summary>
internal static class Table
{
    public static IEnumerable<string> Lines(IReadOnlyList<Row> rows)
    {
        var servers = rows.Select(row => row.Server).Distinct().Order().ToArray();
        var notes = rows.SelectMany(row => row.Measures)
            .Where(measure => !measure.IsRight && measure.Excuse is not null)
            .Select(measure => measure.Excuse!.Value).Distinct().ToList();
        yield return $"| | {string.Join(" | ", servers.Select(Name))} |";
        yield return $"| --- |{string.Concat(servers.Select(_ => " ---: |"))}";
        foreach (var fault in rows.GroupBy(row => row.Fault))
        {
            yield return $"| **{fault.Key}** |{string.Concat(servers.Select(server => Failed(fault, server)))}";
            foreach (var what in fault.SelectMany(row => row.Measures).Select(measure => measure.What).Distinct())
                yield return $"| {what} |" + string.Concat(servers.Select(server =>
                    Cell(fault.FirstOrDefault(row => row.Server == server)?.Measures.FirstOrDefault(m => m.What == what), notes)));
        }

        for (var i = 0; i < notes.Count; i++)
            yield return $"\n[{i + 1}] {notes[i]}";
    }

    private static string Failed(IEnumerable<Row> fault, ServerKind server) =>
        fault.FirstOrDefault(row => row.Server == server)?.Error is null ? "  |" : $" {new LocalizedText("✗ failed", "✗ 失败")} |";

    private static string Cell(Measure? measure, List<LocalizedText> notes) =>
        measure is null ? " – |"
        : measure.IsRight ? $" {measure} |"
        : measure.Excuse is { } excuse ? $" {measure} [{notes.IndexOf(excuse) + 1}] |"
        : $" ✗ {measure} |";

    private static string Name(ServerKind server) => server switch
    {
        ServerKind.Raw => "RawSocketServer",
        ServerKind.HandRolled => "HandRolledHttp",
        _ => "MinimalHttpServer (Kestrel)",
    };
}
