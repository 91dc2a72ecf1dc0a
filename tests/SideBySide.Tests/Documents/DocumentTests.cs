using System.Text;
using System.Text.RegularExpressions;

namespace SideBySide.Tests.Documents;

/// <summary>All documents: their size, their other language, their links, and the names in them.</summary>
public sealed partial class DocumentTests
{
    private const int ReadmeBytes = 10 * 1024;
    private const int ArchitectureBytes = 8 * 1024;
    private const int ContributingLines = 60;

    public static TheoryData<string> All => [.. DocumentFiles.All];

    public static TheoryData<string> InTwoLanguages => [.. DocumentFiles.InTwoLanguages];

    public static TheoryData<string> English => [.. DocumentFiles.InTwoLanguages.Where(document => !DocumentFiles.IsChinese(document))];

    [Theory]
    [InlineData("README.md", ReadmeBytes)]
    [InlineData("README.zh-CN.md", ReadmeBytes)]
    [InlineData("ARCHITECTURE.md", ArchitectureBytes)]
    public void A_document_for_the_first_minutes_is_short(string document, int bytes) =>
        Assert.InRange(Encoding.UTF8.GetByteCount(Readme.Read(document).Text), 1, bytes);

    [Fact]
    public void Contributing_takes_a_screen_or_two() => Assert.InRange(Readme.Read("CONTRIBUTING.md").Text.Count('\n'), 1, ContributingLines);

    [Theory]
    [MemberData(nameof(InTwoLanguages))]
    public void A_document_links_its_other_language_at_its_top(string document)
    {
        var other = DocumentFiles.Other(document);

        Assert.True(File.Exists(Path.Combine(Repository.Root, other)), $"{document} has no {other}");
        var path = Path.GetRelativePath(Path.GetDirectoryName($"/{document}")!, $"/{other}").Replace('\\', '/');
        var link = $"[{(DocumentFiles.IsChinese(document) ? "English" : "中文")}]({path})";
        Assert.Contains(link, string.Concat(Readme.Read(document).Text.Split('\n').Take(5)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(English))]
    public void Both_languages_have_the_same_structure_and_commands(string document)
    {
        var (english, chinese) = (Readme.Read(document), Readme.Read(DocumentFiles.Other(document)));

        Assert.NotEmpty(english.Headings);
        Assert.Equal(english.Headings, chinese.Headings);
        Assert.Equal(english.TableRows, chinese.TableRows);
        Assert.Equal(english.Blocks("text").Length, chinese.Blocks("text").Length);
        Assert.Equal(english.Commands, chinese.Commands);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void No_link_is_dead(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        foreach (var link in Readme.Read(document).Links)
        {
            var parts = link.Split('#', 2);
            var target = parts[0].Length == 0 ? Path.Combine(Repository.Root, document) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Assert.True(Path.Exists(target), $"{document} links {link}");
            if (parts.Length > 1)
                Assert.Contains(parts[1], Readme.Read(Path.GetRelativePath(Repository.Root, target)).Anchors);
        }
    }

    [Theory]
    [InlineData("docs/README.md")]
    [InlineData("docs/README.zh-CN.md")]
    public void The_index_links_every_page_of_its_folder(string index)
    {
        var pages = DocumentFiles.All.Where(document => document.StartsWith("docs/", StringComparison.Ordinal) && document != index)
            .Where(document => DocumentFiles.IsChinese(document) == DocumentFiles.IsChinese(index)).Select(document => document["docs/".Length..]).ToArray();

        Assert.NotEmpty(pages);
        Assert.Empty(pages.Except(Readme.Read(index).Links));
    }

    [Fact]
    public void Every_address_of_the_page_has_a_view()
    {
        var views = DocumentFiles.All.SelectMany(document => View().Matches(Readme.Read(document).Text))
            .Select(match => match.Groups["view"].Value).Distinct().ToArray();

        Assert.NotEmpty(views);
        Assert.All(views, view => Assert.True(Directory.Exists(Path.Combine(Repository.Root, "SideBySide", "wwwroot", "views", view)), view));
    }

    [Fact]
    public void Every_question_names_experiments_that_exist()
    {
        var known = Directory.EnumerateFiles(Path.Combine(Repository.Root, "SideBySide", "Experiments", "Catalogue"), "*.yaml", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file).Split('-', 2)[1]).ToHashSet();
        var (english, chinese) = (Experiments("docs/faq.md"), Experiments("docs/faq.zh-CN.md"));

        Assert.Equal(english, chinese);
        Assert.NotEmpty(english);
        Assert.All(english, id => Assert.Contains(id, known));
        Assert.Equal(Readme.Read("docs/faq.md").Headings.Count(level => level == 3), Named().Count(Readme.Read("docs/faq.md").Text));
    }

    // The code spans of each paragraph after "Experiment:".
    private static string[] Experiments(string document) =>
    [
        .. Named().Matches(Readme.Read(document).Text)
            .SelectMany(match => CodeSpan().Matches(match.Groups["ids"].Value))
            .Select(match => match.Groups["id"].Value),
    ];

    [GeneratedRegex(@"127\.0\.0\.1:8080/#/(?<view>\w+)")]
    private static partial Regex View();

    [GeneratedRegex(@"(Experiments?: |实验：)(?<ids>.*?)(\n\n|\z)", RegexOptions.Singleline)]
    private static partial Regex Named();

    [GeneratedRegex("`(?<id>[^`]+)`")]
    private static partial Regex CodeSpan();
}
