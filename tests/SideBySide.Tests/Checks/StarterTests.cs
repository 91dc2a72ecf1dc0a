using System.Text.Json;
using System.Text.RegularExpressions;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks;

/// <summary>
/// The starters of the exercises: each begins with the command that the exercises name, and its first failure is the task of step 1. C# and Go
/// are left out: their first run takes longer than all other checks.
/// </summary>
[Trait("kind", "process")]
public sealed partial class StarterTests : IDisposable
{
    private static readonly string s_exercises = Path.Combine(Repository.Root, "docs", "exercises");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Python", "python3")]
    [InlineData("JavaScript", "node")]
    [InlineData("C", "cc")]
    public async Task A_starter_fails_first_at_the_status_line(string language, string runtime)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A program is ended with its children only on Linux.");
        _ = Tool.Require(runtime);
        foreach (var file in Directory.GetFiles(Path.Combine(s_exercises, "starters")))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));

        var result = await CommandRunner.RunAsync(["check", "--start", $"cd {_folder.FullName} && {Command(language)}", "--json"]);

        Assert.True(result.ExitCode == 1, result.Error);
        using var report = JsonDocument.Parse(result.Text);
        var first = report.RootElement.GetProperty("first");
        Assert.Equal(("step1", "status-line"), (first.GetProperty("step").GetString(), first.GetProperty("id").GetString()));
    }

    [Fact]
    public void A_starter_has_at_most_30_lines_and_a_command()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(s_exercises, "starters")))
        {
            Assert.InRange(File.ReadAllLines(file).Length, 1, 30);
            Assert.Contains(Commands.Values, command => command.Contains($" {Path.GetFileName(file)} ", StringComparison.Ordinal));
        }
    }

    private static string Command(string language) => Commands[language];

    private static Dictionary<string, string> Commands => Row().Matches(File.ReadAllText(Path.Combine(s_exercises, "README.md")))
        .ToDictionary(row => row.Groups["language"].Value, row => row.Groups["command"].Value);

    [GeneratedRegex(@"^\| (?<language>\S+) \| `(?<command>[^`]+\{port\})` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
