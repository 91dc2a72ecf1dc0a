using System.Globalization;
using System.Text;
using SideBySide.Cli;
using SideBySide.Language;

namespace Benchmarks.Reporting;

/// <summary>A page of Markdown in one of the two languages.</summary>
/// <param name="isEnglish">False for Chinese.</param>
internal sealed class Page(bool isEnglish)
{
    private readonly StringBuilder _text = new();

    /// <summary>A text in this page's language.</summary>
    public string Say(string en, string zh) => isEnglish ? en : zh;

    /// <summary>A text in this page's language.</summary>
    public string Say(LocalizedText text) => Say(text.En, text.Zh);

    /// <summary>Adds a paragraph, or any text between two empty lines.</summary>
    public void Add(string paragraph) => _text.Append(paragraph.TrimEnd()).Append("\n\n");

    public void Heading(int level, LocalizedText title) => Add($"{new string('#', level)} {Say(title)}");

    /// <summary>Adds a table; the first column is text, the others are numbers.</summary>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows) => Add(MarkdownTable.Of(columns, 1, rows));

    /// <summary>A number, or a dash for an unknown one.</summary>
    public static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "–";

    /// <inheritdoc/>
    public override string ToString() => _text.ToString().TrimEnd().Replace(" %", "%", StringComparison.Ordinal) + "\n"; // .NET writes "25 %"
}
