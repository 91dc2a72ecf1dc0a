using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NetArchTest.Rules;

namespace SideBySide.Tests;

/// <summary>The arrows between the rooms. HandRolledHttp → RawSocketServer is the argument itself; the absent ones are the rest of it.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] s_rooms = ["RawSocketServer", "HandRolledHttp", "MinimalHttpServer", "SideBySide"];

    [Theory]
    [InlineData("RawSocketServer")]
    [InlineData("HandRolledHttp", "RawSocketServer")]
    [InlineData("MinimalHttpServer")]
    [InlineData("SideBySide", "HandRolledHttp", "MinimalHttpServer", "RawSocketServer")]
    public void A_room_knows_only_the_rooms_that_it_stands_on(string room, params string[] expected)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, room, room + ".csproj"));
        var named = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.Equal(expected, named.Order(StringComparer.Ordinal));

        // And what the compiler made of it: a reference through a reference would show here.
        var used = Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, room + ".dll")).GetReferencedAssemblies().Select(a => a.Name!).Intersect(s_rooms);
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

    [Fact]
    public void The_parser_knows_no_socket_no_stream_no_task_and_no_clock()
    {
        var parser = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).That().ResideInNamespace("HandRolledHttp.Http1");
        Assert.NotEmpty(parser.GetTypes());

        var result = parser.ShouldNot().HaveDependencyOnAny(
            "System.Net.Sockets", "System.IO", "System.Threading", "System.TimeProvider", "System.Diagnostics.Stopwatch",
            "Microsoft.Extensions", "Microsoft.AspNetCore", "RawSocketServer.Listening", "RawSocketServer.Hosting", "RawSocketServer.Client",
            "HandRolledHttp.Connection", "HandRolledHttp.Web").GetResult();
        Assert.True(result.IsSuccessful, "Not pure: " + string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void A_step_knows_nothing_but_the_socket()
    {
        var steps = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).That().ResideInNamespace("HandRolledHttp.Steps");
        Assert.NotEmpty(steps.GetTypes());
        AssertKnowsNothingOf(steps, "HandRolledHttp.Http1", "HandRolledHttp.Connection", "HandRolledHttp.Web");

        // The steps themselves not even the listener below; what starts them does.
        var files = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).That().ResideInNamespace("HandRolledHttp.Steps").And().HaveNameMatching(@"^Step\d");
        Assert.Equal(HandRolledHttp.Steps.LearnerStep.All.Count, files.GetTypes().Count(type => !type.IsNested));
        AssertKnowsNothingOf(files, "RawSocketServer", "Microsoft.Extensions");

        static void AssertKnowsNothingOf(PredicateList types, params string[] others)
        {
            var result = types.ShouldNot().HaveDependencyOnAny(others).GetResult();
            Assert.True(result.IsSuccessful, "Knows more: " + string.Join(", ", result.FailingTypeNames ?? []));
        }
    }

    [Fact]
    public void HTTP_by_hand_leaves_nothing_to_the_framework()
    {
        var result = Types.InAssembly(typeof(HandRolledHttp.Program).Assembly).ShouldNot()
            .HaveDependencyOnAny("Microsoft.AspNetCore", "System.Net.Http", "System.Net.HttpListener", "System.Web").GetResult();
        Assert.True(result.IsSuccessful, "Uses the framework: " + string.Join(", ", result.FailingTypeNames ?? []));
    }

    private static IEnumerable<string> Sources(string room) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    // A comment may say what is built on top; a URL's slashes are not a comment.
    [GeneratedRegex(@"(?<!:)//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
