using System.Diagnostics;
using System.Text.RegularExpressions;
using SideBySide.Tests.Cli;
using YamlDotNet.RepresentationModel;

namespace SideBySide.Tests.Checks;

/// <summary>
/// <c>action/action.yml</c>: it is valid, its inputs reach the command, and its script runs; and the summary of a job, which any call writes
/// where <c>GITHUB_STEP_SUMMARY</c> is set.
/// </summary>
[Trait("kind", "process")]
public sealed partial class ActionTests : IDisposable
{
    private static readonly YamlMappingNode s_action = Load(File.ReadAllText(Path.Combine(Repository.Root, "action", "action.yml")));

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public void Dispose() => _folder.Delete(recursive: true);

    private static YamlMappingNode Check => Steps(s_action["runs"]).Single(step => Text(step, "name") == "Check");

    private static string[] Inputs => [.. ((YamlMappingNode)s_action["inputs"]).Children.Keys.Select(key => $"{key}")];

    [Fact]
    public async Task Every_option_that_it_passes_exists()
    {
        var help = (await CommandRunner.RunAsync(["check", "--help"])).Text;
        var options = Option().Matches(Text(Check, "run")!).Select(match => match.Value).ToArray();

        Assert.InRange(options.Length, 9, int.MaxValue);
        Assert.All(options, option => Assert.Matches($@"(?m)^  {option}\b", help));
    }

    [Fact]
    public void Every_input_reaches_a_script_through_the_environment_which_no_text_can_leave()
    {
        Assert.Equal("composite", Text(s_action["runs"], "using"));
        var scripts = Steps(s_action["runs"]).Where(step => step.Children.ContainsKey("run")).ToArray();
        var variables = scripts.SelectMany(step => Variables(step).Select(variable => (Script: Text(step, "run")!, variable.Key, variable.Value))).ToArray();

        Assert.Equal(Inputs.Select(input => $"${{{{ inputs.{input} }}}}").Order(), variables.Select(variable => variable.Value).Order());
        Assert.All(variables, variable => Assert.Contains($"\"${variable.Key}", variable.Script, StringComparison.Ordinal));
        Assert.All(scripts, step => Assert.DoesNotContain("${{", Text(step, "run")!, StringComparison.Ordinal));
        Assert.All(scripts, step => Assert.Equal("bash", Text(step, "shell")));
    }

    [Theory]
    [InlineData("docs/check.md")]
    [InlineData("docs/check.zh-CN.md")]
    public void The_example_uses_its_inputs(string document)
    {
        var workflow = Load(Readme.Read(document).Blocks("yaml").Single());
        var step = Steps(workflow["jobs"]["http"]).Single(step => Text(step, "uses")!.Contains("/action@", StringComparison.Ordinal));

        Assert.Empty(((YamlMappingNode)step["with"]).Children.Keys.Select(key => $"{key}").Except(Inputs));
    }

    [Fact]
    public async Task Its_script_writes_reports_and_appends_to_the_summary()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The server is ended with its children only on Linux.");
        _ = Tool.Require("python3");
        var server = PlantedMistake.Find("python", "404 as 200").Prepare(_folder.FullName);
        var tool = Directory.CreateDirectory(Path.Combine(_folder.FullName, "csvsbs"));
        var script = $"#!/bin/sh\nexec dotnet '{Repository.Program("SideBySide")}' \"$@\"\n";
        await File.WriteAllTextAsync(Path.Combine(tool.FullName, "csvsbs"), script, TestContext.Current.CancellationToken);
        Process.Start("chmod", ["+x", Path.Combine(tool.FullName, "csvsbs")]).WaitForExit();
        var (reports, summary) = (Path.Combine(_folder.FullName, "reports"), Path.Combine(_folder.FullName, "summary.md"));
        await File.WriteAllTextAsync(summary, "# Earlier\n", TestContext.Current.CancellationToken);
        var environment = Variables(Check).ToDictionary(variable => variable.Key, _ => (string?)"");
        (environment["START"], environment["ONLY"], environment["FOLDER"]) = (server, "step2", reports);
        (environment["RUNNER_TEMP"], environment["GITHUB_STEP_SUMMARY"]) = (_folder.FullName, summary);

        string[] words = ["--noprofile", "--norc", "-eo", "pipefail", "-c", Text(Check, "run")!];
        var result = await Tool.Require("bash").RunAsync(words, environment: environment);

        Assert.True(result.ExitCode == 1, result.Text + result.Error);
        Assert.Equal(["check.html", "check.xml"], Directory.GetFiles(reports).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var text = await File.ReadAllTextAsync(summary, TestContext.Current.CancellationToken);
        Assert.StartsWith("# Earlier\n## check: ", text, StringComparison.Ordinal);
        Assert.Contains("| ✗ | An unknown path is 404 (unknown-path) | RFC 9110 §15.5.5 |", text, StringComparison.Ordinal);
        Assert.Contains(@"    → GET /no/such/page/csvsbs HTTP/1.1\r\n", text, StringComparison.Ordinal);
    }

    private static YamlMappingNode Load(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Steps(YamlNode job) => ((YamlSequenceNode)job["steps"]).Children.Cast<YamlMappingNode>();

    private static IEnumerable<(string Key, string Value)> Variables(YamlNode step) =>
        ((YamlMappingNode)step["env"]).Children.Select(variable => ($"{variable.Key}", $"{variable.Value}"));

    private static string? Text(YamlNode node, string name) =>
        ((YamlMappingNode)node).Children.TryGetValue(name, out var value) ? $"{value}" : null;

    [GeneratedRegex("--[a-z]+")]
    private static partial Regex Option();
}
