using SideBySide.Servers;
using SideBySide.Web;

namespace SideBySide.Tests;

/// <summary>The documents promise only what is there.</summary>
public sealed class ReadmeTests
{
    private static readonly Readme s_english = Readme.Read("README.md");
    private static readonly Readme s_chinese = Readme.Read("README.zh-CN.md");

    [Theory]
    [InlineData("README")]
    [InlineData("docs/conformance")]
    public void Both_languages_have_the_same_structure(string document)
    {
        var (english, chinese) = (Readme.Read($"{document}.md"), Readme.Read($"{document}.zh-CN.md"));

        Assert.NotEmpty(english.Headings);
        Assert.Equal(english.Headings, chinese.Headings);
        Assert.Equal(english.TableRows, chinese.TableRows);
        Assert.Equal(english.Blocks("text").Length, chinese.Blocks("text").Length);
    }

    [Fact]
    public void Both_languages_have_the_same_commands() => Assert.Equal(Commands(s_english), Commands(s_chinese));

    [Fact]
    public void The_two_commands_for_a_newcomer_stand_first() =>
        Assert.Equal(["dotnet run --project SideBySide", "dotnet test"], Commands(s_english).Take(2));

    [Fact]
    public void Commands_for_the_servers_are_the_ones_that_the_page_offers()
    {
        var offered = ServerDefinition.Servers.SelectMany(definition => TryLinks.ToType(new RunningServer(definition, definition.DefaultUrls.Split(';')))).Select(command => command.Line).ToArray();

        var unknown = Commands(s_english).Where(line => line.Contains("127.0.0.1:", StringComparison.Ordinal) || line.Contains("| nc", StringComparison.Ordinal))
            .Where(line => !line.Contains(" -- --", StringComparison.Ordinal)) // a server's own options
            .Where(line => !line.Contains("--project SideBySide -- ", StringComparison.Ordinal)) // commands of the experiments
            .Where(line => !line.Contains("--cacert", StringComparison.Ordinal)) // the page knows this user's folder
            .Except(offered);
        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_project_that_a_command_names_exists()
    {
        var named = Commands(s_english).Where(line => line.Contains("--project ", StringComparison.Ordinal)).Select(line => line.Split("--project ")[1].Split(' ')[0]).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, project => Assert.True(Directory.Exists(Path.Combine(Repository.Root, project)), project));
    }

    [Fact]
    public void Default_addresses_are_all_told()
    {
        var urls = ServerDefinition.WithOption.Concat(StepDefinitions.All).SelectMany(definition => definition.DefaultUrls.Split(';')).ToArray();

        Assert.All(urls, url => Assert.Contains($"`{url}`", s_english.Text, StringComparison.Ordinal));
        Assert.All(urls, url => Assert.Contains($"`{url}`", s_chinese.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    [InlineData("ARCHITECTURE.md")]
    public void Files_that_a_document_names_exist(string document)
    {
        var paths = FileName().Matches(Readme.Read(document).Text).Select(match => match.Groups["path"].Value).Distinct().ToArray();

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{document} names {path}"));
    }

    // Links, and code spans that look like a path of this repository.
    private static System.Text.RegularExpressions.Regex FileName() => new(
        @"\]\((?<path>[A-Za-z.][\w./-]*)\)|`(?<path>(RawSocketServer|HandRolledHttp|MinimalHttpServer|SideBySide|site|tests|\.ci)/[\w./-]*)`");

    private static string[] Commands(Readme document) =>
        [.. document.Blocks("sh").SelectMany(block => block.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Where(line => !line.StartsWith('#'))];
}
