using System.Text.Json;

namespace SideBySide.Tests;

/// <summary>SideBySide as a .NET tool: packed, installed from a folder, and run in another one.</summary>
[Trait("kind", "process")]
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-tool-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_installed_tool_has_everything_that_it_needs()
    {
        var dotnet = Tool.Require("dotnet");
        var source = Path.Combine(_folder.FullName, "source");
        var configuration = Path.Combine(_folder.FullName, "nuget.config");
        await File.WriteAllTextAsync(configuration, $"""
            <configuration>
              <packageSources><clear /><add key="folder" value="{source}" /></packageSources>
            </configuration>
            """, TestContext.Current.CancellationToken);

        await SucceedAsync(dotnet, "pack", Path.Combine(Repository.Root, "SideBySide"), "--no-build", "--configuration", Build, "--output", source);
        await SucceedAsync(dotnet, "tool", "install", "csvsbs", "--tool-path", _folder.FullName, "--configfile", configuration);
        var csvsbs = new Tool(Path.Combine(_folder.FullName, OperatingSystem.IsWindows() ? "csvsbs.exe" : "csvsbs"));

        Assert.Matches(@"^\d+\.\d+\.\d+", (await SucceedAsync(csvsbs, "--version")).Text);
        foreach (var help in (string[][])[["--help"], ["check", "--help"], ["explain", "--help"], ["list", "--help"]])
        {
            var text = (await SucceedAsync(csvsbs, help)).Text;
            Assert.Contains("Usage\n  csvsbs ", text, StringComparison.Ordinal);
            Assert.DoesNotContain("dotnet run", text, StringComparison.Ordinal);
            Assert.DoesNotContain("csvsbs -- ", text, StringComparison.Ordinal);
        }

        Assert.Contains("bare-lf", (await SucceedAsync(csvsbs, "list")).Text, StringComparison.Ordinal); // the catalogue
        var explained = await csvsbs.RunAsync(["explain"], "GET /\n"u8.ToArray());
        Assert.Contains("HandRolledHttp/Http1/RequestLine.cs:", explained.Text, StringComparison.Ordinal); // the sources
        var run = JsonElement.Parse((await SucceedAsync(csvsbs, "run", "plain-get", "--json")).Text); // the servers
        Assert.Equal(8, run.GetArrayLength());
    }

    private static string Build =>
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        ? "Release" : "Debug";

    private async Task<ToolResult> SucceedAsync(Tool tool, params string[] arguments)
    {
        var result = await tool.RunAsync(arguments, environment: new Dictionary<string, string?> { ["LANG"] = "en", ["DOTNET_CLI_HOME"] = _folder.FullName });
        Assert.True(result.ExitCode == 0, $"{string.Join(' ', arguments)}: {result.Text}{result.Error}");
        return result;
    }
}
