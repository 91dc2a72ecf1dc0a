using System.Text.RegularExpressions;

namespace SideBySide.Tests.Documents;

/// <summary>Texts for users avoid the words of <see cref="AvoidedWords"/>: the documents, the experiments, and the page.</summary>
public sealed partial class WordsToAvoidTests
{
    private static readonly string[] s_languages = ["en", "zh"];

    public static TheoryData<string> Documents => [.. DocumentFiles.All];

    [Theory]
    [MemberData(nameof(Documents))]
    public void A_document_avoids_them(string document) =>
        Assert.Empty(AvoidedWords.In(document, DocumentFiles.IsChinese(document), Readme.Read(document).Words));

    [Fact]
    public void The_experiments_avoid_them()
    {
        var files = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "SideBySide", "Experiments", "Catalogue"), "*.yaml", SearchOption.AllDirectories)
            .Order().ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file =>
        {
            var lines = Text().Matches(File.ReadAllText(file));
            return s_languages.SelectMany(language => AvoidedWords.In(
                Path.GetFileName(file),
                language == "zh",
                string.Join('\n', lines.Where(line => line.Groups["language"].Value == language).Select(line => line.Groups["text"].Value))));
        }));
    }

    [Fact]
    public void The_page_avoids_them()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository.Root, "SideBySide", "wwwroot"), "*.js", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is "words.js" or "steps.js" or "examples.js").Order().ToArray();

        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file =>
        {
            var texts = Quoted().Matches(File.ReadAllText(file)).Select(match => match.Value[1..^1]).ToArray();
            var name = Path.GetRelativePath(Repository.Root, file).Replace('\\', '/');
            return AvoidedWords.In(name, true, string.Join('\n', texts.Where(IsChinese)))
                .Concat(AvoidedWords.In(name, false, string.Join('\n', texts.Where(text => text.Contains(' ') && !IsChinese(text)))));
        }));
    }

    [Fact]
    public void Every_exception_is_still_needed() =>
        Assert.All(AvoidedWords.Justified, one => Assert.Contains(one.Word, Readme.Read(one.Text).Words, StringComparison.Ordinal));

    private static bool IsChinese(string text) => text.Any(c => c is >= '\u4e00' and <= '\u9fff');

    // Each text of an experiment is on one line.
    [GeneratedRegex(@"^\s*(?<language>en|zh): +(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Text();

    [GeneratedRegex(@"'(\\.|[^'\\\n])*'|""(\\.|[^""\\\n])*""|`(\\.|[^`\\])*`")]
    private static partial Regex Quoted();
}
