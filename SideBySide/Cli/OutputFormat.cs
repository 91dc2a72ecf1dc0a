using System.CommandLine;
using System.Text;
using System.Text.Json;
using RawSocketServer;
using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Cli;

/// <summary>The user's choice of the three output formats.</summary>
internal sealed class OutputFormat
{
    /// <summary>The option for a table.</summary>
    public Option<bool> Markdown { get; } = new("--markdown") { Description = Texts.MarkdownOption.ToString() };

    /// <summary>The option for JSON.</summary>
    public Option<bool> Json { get; } = JsonOutput.Option();

    /// <summary>Rejects two formats at once, before the measurement.</summary>
    /// <exception cref="StartupException">The user chose both.</exception>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(Markdown) && parsed.GetValue(Json))
            throw new UsageException(Texts.MarkdownOrJson.ToString());
    }

    public void Write(ParseResult parsed, IReport report) => parsed.InvocationConfiguration.Output.Write(
        parsed.GetValue(Markdown) ? report.ToMarkdown()
        : parsed.GetValue(Json) ? report.ToJson()
        : report.ToText(parsed.Invocation().Palette));
}

/// <summary>A measurement with three output formats.</summary>
internal interface IReport
{
    /// <summary>Text in 80 columns.</summary>
    string ToText(AnsiStyle style);

    /// <summary>A Markdown table.</summary>
    string ToMarkdown();

    /// <summary>JSON.</summary>
    string ToJson();
}

/// <summary>Output for programs: indented JSON in UTF-8, with unescaped Chinese.</summary>
internal static class JsonOutput
{
    public static Option<bool> Option() => new("--json") { Description = Texts.JsonOption.ToString() };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, ReadableJson.Indented);

    public static void Write<T>(TextWriter output, T value) => output.Write(Of(value) + "\n");
}

/// <summary>A table in Markdown.</summary>
public static class MarkdownTable
{
    /// <summary>The table, with a line end after each row.</summary>
    /// <param name="headings">The first row.</param>
    /// <param name="texts">The number of columns with text; the columns after them are numbers, aligned to the right.</param>
    /// <param name="rows">The other rows.</param>
    public static string Of(IReadOnlyCollection<string> headings, int texts, IEnumerable<IEnumerable<string>> rows)
    {
        var table = new StringBuilder();
        foreach (var row in rows.Prepend(headings.Select((_, column) => column < texts ? "---" : "---:")).Prepend(headings))
            _ = table.Append("| ").AppendJoin(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal))).Append(" |\n");
        return table.ToString();
    }
}
