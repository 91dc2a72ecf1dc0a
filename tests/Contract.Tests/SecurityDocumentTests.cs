using System.Text.RegularExpressions;

namespace Contract.Tests;

/// <summary>SECURITY.md names a test for each threat. These tests must exist.</summary>
public sealed partial class SecurityDocumentTests
{
    [Theory]
    [InlineData("SECURITY.md")]
    [InlineData("docs/SECURITY.zh-CN.md")]
    public void Every_threat_names_tests_that_exist(string document)
    {
        var tests = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => TestMethod.Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value)).ToHashSet();
        var threats = Threats(document);

        Assert.NotEmpty(threats);
        Assert.All(threats, threat => Assert.NotEmpty(threat));
        Assert.Empty(threats.SelectMany(names => names).Except(tests));
    }

    [Fact]
    public void Both_languages_name_the_same_tests() => Assert.Equal(Threats("SECURITY.md"), Threats("docs/SECURITY.zh-CN.md"));

    private static List<string[]> Threats(string document) => [.. File.ReadLines(Path.Combine(Repository.Root, document))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| ---", StringComparison.Ordinal))
        .Where(line => !line.StartsWith("| threat |", StringComparison.Ordinal) && !line.StartsWith("| 威胁 |", StringComparison.Ordinal))
        .Select(line => Quoted.Matches(line.Split('|')[^2]).Select(match => match.Groups["name"].Value).ToArray())];

    // Only names of tests are sentences.
    [GeneratedRegex(@"public (async )?(Task|void) (?<name>\w+_\w+)\(")]
    private static partial Regex TestMethod { get; }

    [GeneratedRegex("`(?<name>[^`]+)`")]
    private static partial Regex Quoted { get; }
}
