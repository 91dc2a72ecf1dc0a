using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SideBySide.Cli.Checking;
using SideBySide.Tests.Cli;

namespace SideBySide.Tests.Checks;

/// <summary><c>docs/check.md</c>: its JSON is what the command prints, and its tables have every member, in both languages.</summary>
public sealed partial class CheckDocumentTests : IDisposable
{
    private static readonly JsonSerializerOptions s_names = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("docs/check.md", "en")]
    [InlineData("docs/check.zh-CN.md", "zh")]
    public async Task The_example_is_a_report_of_a_real_run(string document, string language)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "python3 is not installed.");
        var server = PlantedMistake.Find("python", "404 as 200").Prepare(_folder.FullName);
        var result = await CommandRunner.RunAsync(["check", "--start", server, "--only", "unknown-path", "--json"], language: language);

        var written = Example(document);
        var real = JsonNode.Parse(Stable(result.Text))!.AsObject();
        (written["target"], real["target"]) = (null, null);
        Assert.Equal(Stable(written["first"]!.ToJsonString()), real["first"]!.ToJsonString());
        var (shortened, first) = (written["results"]![0]!.AsObject(), real["results"]![0]!);
        Assert.All(shortened, member => Assert.Equal($"{member.Value}", $"{first[member.Key]}"));
        Assert.Equal(real.Select(member => member.Key), written.Select(member => member.Key));
    }

    [Theory]
    [InlineData("docs/check.md")]
    [InlineData("docs/check.zh-CN.md")]
    public void The_tables_have_every_member(string document)
    {
        var cells = Row().Matches(Readme.Read(document).Text).Select(row => row.Groups["cell"].Value);
        var rows = cells.SelectMany(cell => Name().Matches(cell)).Select(name => name.Groups["name"].Value).ToHashSet();

        foreach (var type in (Type[])[typeof(CheckJson), typeof(CheckResultJson)])
            Assert.All(type.GetProperties(), property => Assert.Contains(s_names.PropertyNamingPolicy!.ConvertName(property.Name), rows));
    }

    private static JsonObject Example(string document) =>
        JsonNode.Parse(Readme.Read(document).Blocks("json").Single())!.AsObject();

    // What is another one in each run: the port, the date, the time that it took.
    private static string Stable(string json)
    {
        json = Moment().Replace(Port().Replace(json, "127.0.0.1:1"), "Date");
        return JsonNode.Parse(Seconds().Replace(json, "\"seconds\": 0"))!.ToJsonString();
    }

    [GeneratedRegex(@"^\| (?<cell>[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<name>[a-zA-Z]+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"Date: [^\\]+GMT")]
    private static partial Regex Moment();

    [GeneratedRegex(@"""seconds"": ?[\d.]+")]
    private static partial Regex Seconds();
}
