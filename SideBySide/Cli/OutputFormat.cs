using System.CommandLine;
using RawSocketServer;
using SideBySide.Language;

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
