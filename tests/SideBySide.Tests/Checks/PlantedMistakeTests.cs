using System.Text.Json;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks;

/// <summary>For a program with one mistake, the first failure names this mistake. A correct program passes.</summary>
[Trait("kind", "process")]
public sealed class PlantedMistakeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public static TheoryData<string, string> All => [.. PlantedMistake.All.Select(mistake => (mistake.Language, mistake.Name))];

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void There_are_enough_mistakes() => Assert.InRange(PlantedMistake.All.Count(mistake => mistake.Name != "none"), 130, int.MaxValue);

    [Theory]
    [MemberData(nameof(All))]
    public async Task The_first_failure_is_the_planted_mistake(string language, string name)
    {
        var mistake = PlantedMistake.Find(language, name);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A program is ended with its children only on Linux.");
        string[] more = language == "websocket" ? ["--ws", "/ws", "--only", "websocket"] : [];

        var result = await CommandRunner.RunAsync(
            ["check", mistake.IsClient ? "--client" : "--start", mistake.Prepare(_folder.FullName), "--json", .. more],
            guard: 10 * Hang.Guard);

        using var report = JsonDocument.Parse(result.Text);
        var first = report.RootElement.GetProperty("first");
        Assert.Contains(first.ValueKind == JsonValueKind.Null ? null : first.GetProperty("id").GetString(), mistake.Expected);
        Assert.Equal(mistake.Expected is [null] ? 0 : 1, result.ExitCode);
    }
}
