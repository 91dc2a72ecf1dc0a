using System.Text.Json;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks;

/// <summary>For a program with one mistake, the first failure names this mistake. A correct program passes.</summary>
public abstract class PlantedMistakeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    // Half of a language's mistakes, since classes run in parallel, and a check waits more than it computes.
    internal static TheoryData<string> Names(string language, int part = 0, int parts = 1) =>
        [.. PlantedMistake.All.Where(mistake => mistake.Language == language).Index().Where(entry => entry.Index % parts == part).Select(entry => entry.Item.Name)];

    protected async Task CheckAsync(string language, string name, params string[] more)
    {
        var mistake = PlantedMistake.All.Single(mistake => mistake.Language == language && mistake.Name == name);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A program is ended with its children only on Linux.");
        _ = Tool.Require(mistake.Tool);

        var result = await CommandRunner.RunAsync(["check", mistake.IsClient ? "--client" : "--start", mistake.Prepare(_folder.FullName), "--json", .. more], guard: 10 * Hang.Guard);

        using var report = JsonDocument.Parse(result.Text);
        var first = report.RootElement.GetProperty("first");
        Assert.Contains(first.ValueKind == JsonValueKind.Null ? null : first.GetProperty("id").GetString(), mistake.Expected);
        Assert.Equal(mistake.Expected is [null] ? 0 : 1, result.ExitCode);
    }
}

[Trait("kind", "process")]
public sealed class PythonMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> Half => Names("python", 0, 2);

    [Fact]
    public void There_are_enough_mistakes() => Assert.InRange(PlantedMistake.All.Count(mistake => mistake.Name != "none"), 60, int.MaxValue);

    [Theory]
    [MemberData(nameof(Half))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("python", name);
}

[Trait("kind", "process")]
public sealed class MorePythonMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> Half => Names("python", 1, 2);

    [Theory]
    [MemberData(nameof(Half))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("python", name);
}

[Trait("kind", "process")]
public sealed class PythonClientMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> Half => Names("python-client", 0, 2);

    [Theory]
    [MemberData(nameof(Half))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("python-client", name);
}

[Trait("kind", "process")]
public sealed class MorePythonClientMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> Half => Names("python-client", 1, 2);

    [Theory]
    [MemberData(nameof(Half))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("python-client", name);
}

[Trait("kind", "process")]
public sealed class JavaScriptMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> All => Names("javascript");

    [Theory]
    [MemberData(nameof(All))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("javascript", name);
}

[Trait("kind", "process")]
public sealed class CMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> All => Names("c");

    [Theory]
    [MemberData(nameof(All))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("c", name);
}

[Trait("kind", "process")]
public sealed class WebSocketMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> Half => Names("websocket", 0, 2);

    [Theory]
    [MemberData(nameof(Half))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("websocket", name, "--ws", "/ws", "--only", "websocket");
}

[Trait("kind", "process")]
public sealed class MoreWebSocketMistakeTests : PlantedMistakeTests
{
    public static TheoryData<string> Half => Names("websocket", 1, 2);

    [Theory]
    [MemberData(nameof(Half))]
    public Task The_first_failure_is_the_planted_mistake(string name) => CheckAsync("websocket", name, "--ws", "/ws", "--only", "websocket");
}
