using System.Text.Json;
using System.Xml.Linq;
using SideBySide.Cli;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks;

/// <summary>The command's output in all of its formats. The server is the Python one, mostly with a mistake.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public CheckCommandTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "python3 is not installed.");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("en", "The first line is no status line", "HandRolledHttp/Steps/Step1.cs")]
    [InlineData("zh", "第一行不是状态行", "HandRolledHttp/Steps/Step1.cs")]
    public async Task A_failure_teaches_in_80_columns_without_colour(string language, string mistake, string hint)
    {
        var result = await CommandRunner.RunAsync(["check", "--start", Server("no status line"), "--hint"], language: language);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(mistake, result.Text);
        Assert.Contains("RFC 9112 §4", result.Text);
        Assert.Contains("show plain-get", result.Text);
        Assert.Contains(hint, result.Text);
        Assert.Contains(@"GET /hello HTTP/1.1\r\n", result.Text);
        Assert.DoesNotContain('\e', result.Text);
        Assert.All(result.Text.Split('\n'), line => Assert.InRange(TerminalText.Width(line), 0, 80));
    }

    [Fact]
    public async Task JSON_is_one_object_with_the_first_failure_and_all_results()
    {
        var result = await CommandRunner.RunAsync(["check", "--start", Server("404 as 200"), "--json"]);

        using var report = JsonDocument.Parse(result.Text);
        var first = report.RootElement.GetProperty("first");
        foreach (var member in (string[])["id", "title", "step", "rule", "explanation", "sent", "received", "expected", "cure"])
            Assert.NotEmpty(first.GetProperty(member).GetString()!);
        Assert.Equal("step2", first.GetProperty("step").GetString());
        var outcomes = report.RootElement.GetProperty("results").EnumerateArray()
            .ToDictionary(check => check.GetProperty("id").GetString()!, check => check.GetProperty("outcome").GetString());
        Assert.Equal(SideBySide.Checks.CheckLadder.Instance.All.Count(check => check.WebSocket is null), outcomes.Count);
        Assert.Equal(("passed", "failed", "not-run"), (outcomes["query"], outcomes["unknown-path"], outcomes["malformed-request"]));
    }

    [Fact]
    public async Task A_known_failure_does_not_count()
    {
        var baseline = Path.Combine(_folder.FullName, "known");
        File.WriteAllText(baseline, "# decided last week\nunknown-path # the page says so\n");

        var result = await CommandRunner.RunAsync(["check", "--start", Server("404 as 200"), "--only", "unknown-path", "--json", "--baseline", baseline]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\"known\"", result.Text);

        File.WriteAllText(baseline, result.Text); // a report can also be a baseline
        result = await CommandRunner.RunAsync(["check", "--start", Server("404 as 200"), "--only", "unknown-path", "--baseline", baseline]);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Reports_are_well_formed()
    {
        var (junit, html) = (Path.Combine(_folder.FullName, "junit.xml"), Path.Combine(_folder.FullName, "page.html"));
        _ = await CommandRunner.RunAsync(["check", "--start", Server("404 as 200"), "--junit", junit, "--html", html]);

        var suites = XDocument.Load(junit);
        Assert.Equal("unknown-path", Assert.Single(suites.Descendants("failure")).Parent!.Attribute("name")!.Value.Split(':')[0]);
        var page = File.ReadAllText(html);
        Assert.Contains("<html lang=\"en\">", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http://", page.Replace("http://127", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_one_check_is_made_and_the_rest_is_not_reported()
    {
        var result = await CommandRunner.RunAsync(["check", "--start", Server("none"), "--only", "CVE-2025-55315", "--json"]);

        using var report = JsonDocument.Parse(result.Text);
        Assert.Equal(
            ["chunk-details", "chunk-line-lf"],
            report.RootElement.GetProperty("results").EnumerateArray().Select(check => check.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task What_a_program_printed_before_it_ended_is_shown_escaped()
    {
        var server = Path.Combine(_folder.FullName, "dies.py");
        File.WriteAllText(server, "import sys\nprint('\\x1b[31mhalf done'); sys.exit(3)\n");
        var result = await CommandRunner.RunAsync(["check", "--start", $"exec python3 {server} {{port}}"]);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(@"\x1B[31mhalf done", result.Error);
        Assert.DoesNotContain('\e', result.Error);
    }

    private string Server(string mistake) =>
        PlantedMistake.All.Single(planted => planted.Language == "python" && planted.Name == mistake).Prepare(_folder.FullName);
}
