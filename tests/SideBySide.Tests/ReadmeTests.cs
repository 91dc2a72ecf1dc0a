using SideBySide.Servers;
using SideBySide.Web;

namespace SideBySide.Tests;

/// <summary>The commands and paths in the documents exist.</summary>
public sealed class ReadmeTests
{
    private static readonly Readme s_readme = Readme.Read("README.md");

    // The documents with commands for readers; both languages have the same ones.
    private static readonly string[] s_commands =
    [
        .. s_readme.Commands, .. Readme.Read("docs/things-to-try.md").Commands, .. Readme.Read("docs/reference.md").Commands
    ];

    [Fact]
    public void The_two_commands_for_a_newcomer_come_first() =>
        Assert.Equal(["dotnet run --project SideBySide", "dotnet test"], s_readme.Commands.Take(2));

    [Fact]
    public void Commands_for_the_servers_are_the_ones_that_the_page_offers()
    {
        var offered = ServerDefinitions.Servers.SelectMany(definition => TryLinks.ToType(new RunningServer(definition, definition.DefaultUrls.Split(';'))))
            .Select(command => command.Line).ToArray();

        var unknown = s_commands.Where(line => line.Contains("127.0.0.1:", StringComparison.Ordinal) || line.Contains("| nc", StringComparison.Ordinal))
            .Where(line => !line.Contains(" -- --", StringComparison.Ordinal)) // a server's own options
            .Where(line => !line.Contains("--project SideBySide -- ", StringComparison.Ordinal)) // commands of the experiments
            .Where(line => !line.Contains("--cacert", StringComparison.Ordinal)) // the page knows this user's folder
            .Except(offered);
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_project_that_a_command_names_exists()
    {
        var named = s_commands.Where(line => line.Contains("--project ", StringComparison.Ordinal))
            .Select(line => line.Split("--project ")[1].Split(' ')[0]).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, project => Assert.True(Directory.Exists(Path.Combine(Repository.Root, project)), project));
    }

    [Fact]
    public void Default_addresses_are_all_told()
    {
        var urls = ServerDefinitions.WithOption.Concat(StepDefinitions.All).SelectMany(definition => definition.DefaultUrls.Split(';')).ToArray();

        Assert.All(urls, url => Assert.Contains($"`{url}`", Readme.Read("docs/reference.md").Text, StringComparison.Ordinal));
        Assert.All(urls, url => Assert.Contains($"`{url}`", Readme.Read("docs/reference.zh-CN.md").Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("docs/README.md")]
    [InlineData("docs/reference.md")]
    [InlineData("ARCHITECTURE.md")]
    public void Files_that_a_document_names_exist(string document)
    {
        var paths = FileName().Matches(Readme.Read(document).Text).Select(match => match.Groups["path"].Value).Distinct().ToArray();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{document} names {path}"));
    }

    // Code spans that look like a path of this repository; DocumentTests checks the links.
    private static System.Text.RegularExpressions.Regex FileName() => new(
        @"`(?<path>(RawSocketServer|HandRolledHttp|MinimalHttpServer|SideBySide|site|tests|\.ci)/[\w./-]*)`");
}
