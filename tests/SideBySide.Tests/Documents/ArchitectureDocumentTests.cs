using System.Text.RegularExpressions;

namespace SideBySide.Tests.Documents;

/// <summary>ARCHITECTURE.md names twelve files for the first evening; its tests, folders, views and types exist. ReadmeTests checks its paths.</summary>
public sealed partial class ArchitectureDocumentTests
{
    private const string Begin = "The first evening";
    private const string End = "The second evening";

    private static readonly string s_text = Readme.Read("ARCHITECTURE.md").Text;

    public static TheoryData<string, string, string> Features
    {
        get
        {
            var features = new TheoryData<string, string, string>();
            foreach (Match row in Feature().Matches(s_text))
                features.Add(row.Groups["view"].Value, row.Groups["folder"].Value, row.Groups["type"].Value);
            return features;
        }
    }

    [Fact]
    public void The_first_evening_has_twelve_files()
    {
        var evening = s_text[s_text.IndexOf(Begin, StringComparison.Ordinal)..s_text.IndexOf(End, StringComparison.Ordinal)];

        Assert.Equal(12, ListedFile().Count(evening));
    }

    [Fact]
    public void Every_test_that_it_names_exists()
    {
        var named = Test().Matches(s_text).Select(match => match.Groups["name"].Value).Distinct().ToArray();
        var known = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(known));
    }

    [Fact]
    public void It_lists_eleven_features() => Assert.Equal(11, Features.Count);

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_is_where_the_table_says(string view, string folder, string type)
    {
        Assert.True(Directory.Exists(Path.Combine(Repository.Root, "SideBySide", "wwwroot", "views", view)), view);
        var path = Path.Combine(Repository.Root, "SideBySide", folder);
        Assert.True(Directory.Exists(path), folder);
        if (type.Length > 0)
            Assert.True(File.Exists(Path.Combine(path, type + ".cs")), type);
    }

    // feature | command | view | API | folder | type | Chinese
    [GeneratedRegex(
        @"^\|[^|\n]*\|[^|\n]*\| (?<view>[a-z]+) \|[^|\n]*\| `(?<folder>[\w/]+)` \| (`(?<type>\w+)` )?\| [^|\n]*[\u4e00-\u9fff][^|\n]*\|$",
        RegexOptions.Multiline)]
    private static partial Regex Feature();

    [GeneratedRegex(@"^\d+\. `[\w/.]+\.cs`", RegexOptions.Multiline)]
    private static partial Regex ListedFile();

    [GeneratedRegex(@"`(\w+/)*(?<name>\w+Tests)(\.cs)?`")]
    private static partial Regex Test();
}
