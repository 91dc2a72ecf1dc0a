using System.CommandLine;
using RawSocketServer;
using SideBySide.Language;

namespace SideBySide.Cli;

/// <summary>Which of the three ways a user chose.</summary>
internal sealed class OutputFormat
{
    /// <summary>The option for a table.</summary>
    public Option<bool> Markdown { get; } = new("--markdown") { Description = Texts.MarkdownOption.ToString() };

    /// <summary>The option for programs.</summary>
    public Option<bool> Json { get; } = JsonOutput.Option();

    /// <summary>Says that two ways at once are one too many, before anything is measured.</summary>
    /// <exception cref="StartupException">Both were chosen.</exception>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(Markdown) && parsed.GetValue(Json))
            throw new UsageException(Texts.MarkdownOrJson.ToString());
    }

    /// <summary>Tells it.</summary>
    public void Write(ParseResult parsed, IReport report) => parsed.InvocationConfiguration.Output.Write(
        parsed.GetValue(Markdown) ? report.ToMarkdown()
        : parsed.GetValue(Json) ? report.ToJson()
        : report.ToText(parsed.Invocation().Palette));
}

/// <summary>A measurement that can be told in three ways.</summary>
internal interface IReport
{
    /// <summary>For people, in 80 columns.</summary>
    string ToText(AnsiStyle style);

    /// <summary>A table for a README.</summary>
    string ToMarkdown();

    /// <summary>For programs.</summary>
    string ToJson();
}
