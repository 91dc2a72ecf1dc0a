using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp;
using RawSocketServer.Hosting;
using SideBySide.Cli;
using SideBySide.Experiments;
using SideBySide.Http;
using SideBySide.Language;
using SideBySide.Measure.Steps;
using SideBySide.Servers;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Measure;

/// <summary>The display of the steps: its numbers come from the sources, its texts exist in both languages.</summary>
public sealed class StepsTests
{
    [Fact]
    public void The_steps_are_the_steps_the_complete_server_its_listener_and_the_framework()
    {
        Assert.Equal(
            [.. StepDefinitions.All.Select(definition => definition.Id), ServerDefinitions.HandRolled.Id, "listener", ServerDefinitions.Minimal.Id],
            MeasuredSteps.All.Select(step => step.Id));
        Assert.All(MeasuredSteps.All, step => Assert.True(Path.Exists(Path.Combine(Repository.Root, step.Path)), step.Path));
        Assert.All(MeasuredSteps.All.SelectMany(step => (LocalizedText[])[step.Name, step.Adds, step.StillBreaks]), text =>
        {
            Assert.NotEmpty(text.En);
            Assert.NotEmpty(text.Zh);
        });
    }

    [Theory]
    [InlineData("step3", "HandRolledHttp/Steps/Step3.cs")]
    [InlineData(
        "handrolled", "HandRolledHttp/Http1", "HandRolledHttp/Connection", "HandRolledHttp/Web",
        "HandRolledHttp/WebSocket", "HandRolledHttp/Chat", "HandRolledHttp/Program.cs")]
    [InlineData("listener", "RawSocketServer/Listening")]
    [InlineData("minimal", "MinimalHttpServer")]
    public void A_step_is_made_of_the_very_files_of_this_repository(string id, params string[] paths)
    {
        var files = MeasuredSteps.All.Single(step => step.Id == id).Files;

        Assert.Equal(paths.SelectMany(Below).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        Assert.All(files, file =>
            Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n"), SourceFile.Below(file).Single().Text));
    }

    [Fact]
    public void The_measuring_parser_understands_every_source() =>
        Assert.All(MeasuredSteps.All.SelectMany(step => step.Files), file =>
            Assert.Empty(
                CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, file)), cancellationToken: TestContext.Current.CancellationToken)
                    .GetDiagnostics(TestContext.Current.CancellationToken)));

    [Fact]
    public void Each_step_is_larger_than_the_one_below_and_far_smaller_than_the_complete_server()
    {
        var lines = MeasuredSteps.All.TakeWhile(step => step.Id != "listener").Select(step => step.Count.Lines).ToArray();

        Assert.Equal(lines.Distinct().Order(), lines);
        Assert.InRange(lines[0], 10, 40);
        Assert.InRange(lines[^2], lines[0], lines[^1] / 5);
        Assert.InRange(MeasuredSteps.All[^1].Count.Lines, 1, lines[^1] / 5);
    }

    [Fact]
    public void Each_step_says_at_its_head_what_it_adds_and_what_still_breaks_it() =>
        Assert.All(MeasuredSteps.All.Where(step => step.Id.StartsWith("step", StringComparison.Ordinal)), step =>
        {
            var head = SourceFile.Below(step.Path).Single().Text.Split("\nusing ")[0];
            Assert.StartsWith($"// {step.Name.En}.\n", head, StringComparison.Ordinal);
            Assert.Contains("\n// Adds: ", head, StringComparison.Ordinal);
            Assert.Contains("\n// Still breaks:\n// - ", head, StringComparison.Ordinal);
        });

    [Fact]
    public void The_verdicts_on_a_step_are_shown_once_the_experiments_were_run()
    {
        var unknown = new StepsReport(MeasuredSteps.All);
        var known = new StepsReport(MeasuredSteps.All, new Dictionary<string, VerdictCounts> { ["step2"] = new(3, 8, 20, 30) });

        Assert.DoesNotContain("verdicts", unknown.ToJson(), StringComparison.Ordinal);
        Assert.Equal(6, unknown.ToMarkdown().Split('\n')[0].Count(c => c == '|'));
        Assert.All(known.ToMarkdown().Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.Equal(7, line.Count(c => c == '|')));
        Assert.Contains("| 3 / 8 / 20 / 30 |", known.ToMarkdown().Split('\n')[3], StringComparison.Ordinal);
        Assert.Contains("  3 / 8 / 20 / 30\n", known.ToText(new AnsiStyle(false)), StringComparison.Ordinal);
        Assert.Equal(3, JsonElement.Parse(known.ToJson())[1].GetProperty("verdicts").GetProperty("allowed").GetInt32());
    }

    [Theory]
    [InlineData("en", "Step 1: one receive, one response")]
    [InlineData("zh", "第 1 步：一次接收，一个响应")]
    public async Task The_command_shows_every_step_in_80_columns(string language, string first)
    {
        var result = await CommandRunner.RunAsync(["steps", "--sources-only"], language: language);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Contains(first, result.Text, StringComparison.Ordinal);
        Assert.All(MeasuredSteps.All, step => Assert.Matches($" {step.Count.Lines:N0} +{step.Count.Branches:N0}\n", result.Text));
        Assert.All(result.Text.Split('\n'), line => Assert.InRange(TerminalText.Width(line), 0, 80));
    }

    [Fact]
    public async Task The_command_speaks_Markdown_and_JSON()
    {
        var markdown = await CommandRunner.RunAsync(["steps", "--sources-only", "--markdown"]);
        var json = await CommandRunner.RunAsync(["steps", "--sources-only", "--json"]);

        Assert.StartsWith("| step | adds | still breaks | lines | branches |\n| --- |", markdown.Text, StringComparison.Ordinal);
        Assert.Equal(
            MeasuredSteps.All.Select(step => step.Count.Lines),
            JsonElement.Parse(json.Text).EnumerateArray().Select(step => step.GetProperty("lines").GetInt32()));
    }

    [Theory]
    [InlineData("Choose one of --markdown and --json.", "--markdown", "--json")]
    [InlineData(
        "\"--bogus\" is not an option of this program; its options are --markdown, --json, --sources-only, --from, --lang, --help (see --help).",
        "--bogus")]
    public async Task A_bad_option_of_the_command_is_one_sentence(string sentence, params string[] options)
    {
        var result = await CommandRunner.RunAsync(["steps", .. options]);

        Assert.Equal((ExitCodes.Usage, "", sentence + "\n"), (result.ExitCode, result.Text, result.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Help_of_the_command_is_about_the_command()
    {
        var result = await CommandRunner.RunAsync(["steps", "--help"]);

        Assert.Contains("-- steps [options]", result.Text, StringComparison.Ordinal);
        Assert.All((string[])["--markdown", "--json", "--lang", "--help"], option => Assert.Contains($"  {option}", result.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("--raw", result.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Below(string path)
    {
        var full = Path.Combine(Repository.Root, path);
        return (File.Exists(full) ? [full] : Directory.EnumerateFiles(full, "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"));
    }
}
