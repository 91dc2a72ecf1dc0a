using System.Text.Json;

namespace SideBySide.Tests.Cli;

/// <summary>Experiments and checks are found by the name of a vulnerability, and by words of both languages.</summary>
public sealed class SearchTests
{
    [Theory]
    [InlineData("CVE-2025-55315", "chunk-details", "chunk-line-lf")]
    [InlineData("cve-2025-55315", "chunk-details", "chunk-line-lf")]
    [InlineData("chunk-extensions", "chunk-details", "chunk-line-lf")]
    [InlineData("CVE-2011-3192", "range-flood")]
    [InlineData("two-cookie-lines", "two-cookie-lines")]
    public async Task A_name_finds_exactly_its_experiments(string word, params string[] expected) => Assert.Equal(expected, await FindAsync(word));

    [Theory]
    [InlineData("smuggling", "smuggle-cl-te", "smuggle-two-lengths")]
    [InlineData("走私", "smuggle-cl-te", "smuggle-two-lengths")]
    [InlineData("chunk extension", "chunk-line-lf", "chunk-quote-unclosed")]
    [InlineData("分块扩展", "chunk-line-lf", "chunk-quote-unclosed")]
    [InlineData("UTF-8", "overlong-utf8")]
    [InlineData("流水线", "pipelining")]
    public async Task A_word_finds_the_experiments_that_are_about_it_and_no_others(string word, params string[] expected)
    {
        var found = await FindAsync(word);

        Assert.Empty(expected.Except(found));
        Assert.DoesNotContain("udp-flood", found);
    }

    [Fact]
    public async Task A_word_that_finds_nothing_is_said()
    {
        var result = await CommandRunner.RunAsync(["list", "--search", "no such word"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no such word", result.Error, StringComparison.Ordinal);
    }

    private static async Task<string[]> FindAsync(string word)
    {
        var result = await CommandRunner.RunAsync(["list", "--search", word, "--json"]);
        Assert.Equal(0, result.ExitCode);
        using var list = JsonDocument.Parse(result.Text);
        return [.. list.RootElement.EnumerateArray().Select(experiment => experiment.GetProperty("id").GetString()!)];
    }
}
