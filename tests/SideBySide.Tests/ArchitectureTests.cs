using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NetArchTest.Rules;

namespace SideBySide.Tests;

/// <summary>
/// The dependencies between the projects, and between the layers of SideBySide. That HandRolledHttp depends on RawSocketServer is the argument itself; the
/// absent dependencies are the rest of it.
/// </summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] s_projects = ["RawSocketServer", "HandRolledHttp", "MinimalHttpServer", "SideBySide"];

    [Theory]
    [InlineData("RawSocketServer")]
    [InlineData("HandRolledHttp", "RawSocketServer")]
    [InlineData("MinimalHttpServer")]
    [InlineData("SideBySide", "HandRolledHttp", "MinimalHttpServer", "RawSocketServer")]
    public void A_project_knows_only_the_projects_that_it_stands_on(string project, params string[] expected)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, project, project + ".csproj"));
        var named = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.Equal(expected, named.Order(StringComparer.Ordinal));

        // The compiled references as well: an indirect reference would appear here.
        var used = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, project + ".dll"))
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Intersect(s_projects);
        Assert.Equal(expected, used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_raw_server_has_never_heard_of_HTTP()
    {
        var files = Sources("RawSocketServer").ToArray();

        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            var code = Comment().Replace(File.ReadAllText(file), "");
            Assert.False(code.Contains("http", StringComparison.OrdinalIgnoreCase), $"{file} speaks of HTTP.");
            Assert.False(code.Contains("AspNetCore", StringComparison.Ordinal), $"{file} uses ASP.NET Core.");
        });
    }

    [Theory]
    [InlineData("HandRolledHttp.Http1", "HandRolledHttp.WebSocket")]
    [InlineData("HandRolledHttp.WebSocket", "HandRolledHttp.Steps")]
    public void The_parser_knows_no_socket_no_stream_no_task_and_no_clock(string parsers, string others)
    {
        var parser = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).That().ResideInNamespace(parsers);
        Assert.NotEmpty(parser.GetTypes());

        var result = parser.ShouldNot().HaveDependencyOnAny(
            "System.Net.Sockets", "System.IO", "System.Threading", "System.TimeProvider", "System.Diagnostics.Stopwatch",
            "Microsoft.Extensions", "Microsoft.AspNetCore", "RawSocketServer.Listening", "RawSocketServer.Hosting", "RawSocketServer.Client",
            "HandRolledHttp.Connection", "HandRolledHttp.Web", others).GetResult();
        Assert.True(result.IsSuccessful, "Not pure: " + string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void A_step_knows_nothing_but_the_socket()
    {
        var steps = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).That().ResideInNamespace("HandRolledHttp.Steps");
        Assert.NotEmpty(steps.GetTypes());
        AssertKnowsNothingOf(steps, "HandRolledHttp.Http1", "HandRolledHttp.Connection", "HandRolledHttp.Web");

        // The steps themselves do not use the listener either; the class that starts them does.
        var files = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly)
            .That()
            .ResideInNamespace("HandRolledHttp.Steps")
            .And()
            .HaveNameMatching(@"^Step\d");
        Assert.Equal(HandRolledHttp.Steps.LearnerStep.All.Count, files.GetTypes().Count(type => !type.IsNested));
        AssertKnowsNothingOf(files, "RawSocketServer", "Microsoft.Extensions");

        static void AssertKnowsNothingOf(PredicateList types, params string[] others)
        {
            var result = types.ShouldNot().HaveDependencyOnAny(others).GetResult();
            Assert.True(result.IsSuccessful, "Knows more: " + string.Join(", ", result.FailingTypeNames ?? []));
        }
    }

    // From the bottom up. Program and CommandLine combine the layers.
    private static readonly string[] s_ofHandRolledHttp = ["Http1", "WebSocket", "Connection", "Web", "Chat"];

    public static TheoryData<string> LayersOfHandRolledHttp => [.. s_ofHandRolledHttp];

    [Theory]
    [MemberData(nameof(LayersOfHandRolledHttp))]
    public void A_layer_of_HandRolledHttp_knows_only_the_layers_below_it(string layer)
    {
        var types = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).That().ResideInNamespaceMatching($@"^HandRolledHttp\.{layer}(\.|$)");
        Assert.NotEmpty(types.GetTypes());

        string[] above = [.. s_ofHandRolledHttp.SkipWhile(other => other != layer).Skip(1), "Steps", "Program", "CommandLine"];
        var result = types.ShouldNot().HaveDependencyOnAny([.. above.Select(other => $"HandRolledHttp.{other}")]).GetResult();
        Assert.True(result.IsSuccessful, $"{layer} knows more: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    // From the bottom up. Program, CommandLine and MainCommand combine the layers, so that no layer depends on them.
    private static readonly (string Layer, string[] Below)[] s_layers =
    [
        ("Language", []),
        ("Wire", ["Language"]),
        ("Http", ["Wire", "Language"]),
        ("Servers", ["Http", "Wire", "Language"]),
        ("Experiments", ["Servers", "Http", "Wire", "Language"]),
        ("Checks", ["Experiments", "Servers", "Http", "Wire", "Language"]),
        ("Capture", ["Servers", "Http", "Wire", "Language"]),
        ("Measure", ["Experiments", "Servers", "Http", "Wire", "Language"]),
        ("Cli", ["Measure", "Capture", "Checks", "Experiments", "Servers", "Http", "Wire", "Language"]),
        ("Web", ["Measure", "Capture", "Experiments", "Servers", "Http", "Wire", "Language"]),
    ];

    public static TheoryData<string> Layers => [.. s_layers.Select(layer => layer.Layer)];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_of_SideBySide_knows_only_the_layers_below_it(string layer)
    {
        var below = s_layers.Single(other => other.Layer == layer).Below;
        var types = Types.InAssembly(typeof(SideBySide.Program).Assembly).That().ResideInNamespace($"SideBySide.{layer}");
        Assert.NotEmpty(types.GetTypes());

        string[] others = [.. s_layers.Select(other => other.Layer).Except([layer, .. below]), "Program", "CommandLine", "MainCommand"];
        var result = types.ShouldNot().HaveDependencyOnAny([.. others.Select(other => $"SideBySide.{other}")]).GetResult();
        Assert.True(result.IsSuccessful, $"{layer} knows more: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }

    [Fact]
    public void Every_folder_of_SideBySide_is_a_layer() => Assert.Equal(
        s_layers.Select(layer => layer.Layer).Order(StringComparer.Ordinal),
        Sources("SideBySide").Select(file => Path.GetRelativePath(Path.Combine(Repository.Root, "SideBySide"), file).Split(Path.DirectorySeparatorChar))
            .Where(parts => parts.Length > 1).Select(parts => parts[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void HTTP_by_hand_leaves_nothing_to_the_framework()
    {
        var result = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).ShouldNot()
            .HaveDependencyOnAny("Microsoft.AspNetCore", "System.Net.Http", "System.Net.HttpListener", "System.Web").GetResult();
        Assert.True(result.IsSuccessful, "Uses the framework: " + string.Join(", ", result.FailingTypeNames ?? []));
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    // A comment may mention the layers above; the slashes of a URL are not a comment.
    [GeneratedRegex(@"(?<!:)//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
