using SideBySide.Experiments;
using SideBySide.Language;

namespace SideBySide.Tests.Cli;

/// <summary>The introduction to a group of experiments comes before them, in both languages.</summary>
public sealed class GroupTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task A_groups_page_begins_with_what_it_is_about(string language)
    {
        var group = Group.All.Single(group => group.Id == "balancer");
        var result = await CommandRunner.RunAsync(["show", "balancer"], language: language);

        var text = string.Concat(result.Text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(0, result.ExitCode);
        Assert.StartsWith(Joined(language, group.Title) + "(balancer)" + Joined(language, group.About), text);
        Assert.Contains("(replica-away,", text); // its experiments follow
    }

    [Fact]
    public void Every_group_is_explained_in_both_languages() =>
        Assert.Empty(Group.All
            .Where(group => group.About.En.Length < 80 || group.About.Zh.Length < 30 || !group.About.Zh.Any(c => c is >= '\u4e00' and <= '\u9fff'))
            .Select(group => group.Id));

    private static string Joined(string language, LocalizedText text) =>
        string.Concat((language == "en" ? text.En : text.Zh).Split(' '));
}
