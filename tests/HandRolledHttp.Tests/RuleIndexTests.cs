using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TestKit;

namespace HandRolledHttp.Tests;

/// <summary>
/// docs/rules.md has an index from each RFC section to the files that cite it, read from the sources.
/// To update it, run the tests with the environment variable UPDATE_DOCS=1.
/// </summary>
public sealed partial class RuleIndexTests
{
    private const string Begin = "<!-- rule index: made from the sources, see RuleIndexTests -->";
    private const string End = "<!-- end of rule index -->";

    // The tables of rejections cite every rule; this index is about the files that enforce it.
    private const string Table = "RejectionText.cs";

    [Fact]
    public void The_index_of_rules_is_what_the_sources_cite()
    {
        var path = Path.Combine(Repository.Root, "docs", "rules.md");
        var document = File.ReadAllText(path);
        var (begin, end) = (document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, document.IndexOf(End, StringComparison.Ordinal));
        var expected = "\n\n" + ReadIndex() + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(path, document[..begin] + expected + document[end..]);
        else
            Assert.Equal(expected, document[begin..end]);
    }

    private static string ReadIndex()
    {
        var root = Path.Combine(Repository.Root, "HandRolledHttp");
        var citations = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: file, Name: Path.GetRelativePath(root, file).Replace('\\', '/')))
            .Where(f => !f.Name.StartsWith("obj/", StringComparison.Ordinal) && !f.Name.StartsWith("bin/", StringComparison.Ordinal))
            .SelectMany(f => Citations(File.ReadLines(f.File)).Select(rule => (Rule: rule, f.Name)))
            .Where(c => c.Rule.Rfc is "9110" or "9112" or "6455")
            .GroupBy(c => c.Rule, c => c.Name)
            .OrderBy(g => g.Key.Rfc switch { "9112" => 0, "9110" => 1, _ => 2 })
            .ThenBy(g => string.Join('.', g.Key.Section.Split('.').Select(n => n.PadLeft(3, '0'))), StringComparer.Ordinal);

        var index = new StringBuilder("| rule | in `HandRolledHttp/` |\n| --- | --- |\n");
        foreach (var rule in citations)
        {
            var files = rule.Distinct().Order(StringComparer.Ordinal).ToList();
            if (files.Count > 1)
                files.RemoveAll(f => f.EndsWith(Table, StringComparison.Ordinal));
            index.Append(CultureInfo.InvariantCulture, $"| RFC {rule.Key.Rfc} §{rule.Key.Section} | {string.Join(", ", files.Select(f => $"`{f}`"))} |\n");
        }

        return index.ToString();
    }

    // "RFC 9112 §5.1, §5.2": a section belongs to the RFC that was named last on its line.
    private static IEnumerable<(string Rfc, string Section)> Citations(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var rfc = "";
            foreach (Match match in Citation().Matches(line))
            {
                if (match.Groups[1].Success)
                    rfc = match.Groups[1].Value;
                else if (rfc.Length > 0)
                    yield return (rfc, match.Groups[2].Value);
            }
        }
    }

    [GeneratedRegex(@"RFC (\d{4})|§(\d+(?:\.\d+)*)")]
    private static partial Regex Citation();
}
