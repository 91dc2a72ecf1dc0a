using System.Text.Json;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks;

/// <summary>A server with one mistake: the first failure that is named is this mistake. A right server: nothing is wrong.</summary>
public sealed class PlantedMistakeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var mistake in PlantedMistake.All)
                data.Add(mistake.Language, mistake.Name);
            return data;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_first_failure_is_the_planted_mistake(string language, string name)
    {
        var mistake = PlantedMistake.All.Single(mistake => mistake.Language == language && mistake.Name == name);
        Assert.SkipUnless(OperatingSystem.IsLinux() && IsInstalled(mistake.Tool), $"{mistake.Tool} is not installed.");

        var result = await CommandRunner.RunAsync(["check", "--start", mistake.Prepare(_folder.FullName), "--json"]);

        using var report = JsonDocument.Parse(result.Text);
        var first = report.RootElement.GetProperty("first");
        Assert.Equal(mistake.Expected, first.ValueKind == JsonValueKind.Null ? null : first.GetProperty("id").GetString());
        Assert.Equal(mistake.Expected is null ? 0 : 1, result.ExitCode);
    }

    [Fact]
    public void There_are_enough_mistakes() => Assert.InRange(PlantedMistake.All.Count(mistake => mistake.Expected is not null), 60, int.MaxValue);

    private static bool IsInstalled(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}
