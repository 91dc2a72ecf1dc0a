using System.Text.Json;
using TestKit;

namespace HandRolledHttp.Tests;

/// <summary>
/// Runs the tests of the parser and of the connection again and counts every branch of <c>Http1/</c> and <c>WebSocket/</c>. A branch that no
/// test takes is a rule without proof. For a report: <c>dotnet test --project tests/HandRolledHttp.Tests --coverlet</c>.
/// </summary>
[Trait("kind", "process")]
public sealed class CoverageTests : IDisposable
{
    // Counting rewrites the assemblies in their folder, so the test uses a copy.
    private readonly DirectoryInfo _copy = Directory.CreateTempSubdirectory("coverage-");

    public void Dispose() => _copy.Delete(recursive: true);

    [Fact]
    public async Task Every_branch_of_the_parser_is_taken_by_some_test()
    {
        foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(_copy.FullName, Path.GetRelativePath(AppContext.BaseDirectory, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var results = Path.Combine(_copy.FullName, "results");
        var run = await Tool.Require("dotnet").RunAsync(
            ["exec", Path.Combine(_copy.FullName, "HandRolledHttp.Tests.dll"), "--results-directory", results,
                "--filter-namespace", "HandRolledHttp.Tests.Http1", "HandRolledHttp.Tests.Connection", "HandRolledHttp.Tests.WebSocket",
                "--coverlet", "--coverlet-include", "[HandRolledHttp]HandRolledHttp.Http1.*",
                "--coverlet-include", "[HandRolledHttp]HandRolledHttp.WebSocket.*", "--coverlet-output-format", "json"],
            timeout: 5 * Hang.Guard);

        Assert.True(run.ExitCode == 0, run.Text);
        var branches = BranchesIn(File.ReadAllBytes(Directory.GetFiles(results, "*.json").Single())).ToList();
        Assert.True(branches.Count > 500, $"Only {branches.Count} branches were counted.");
        Assert.Empty(branches.Where(branch => branch.Hits == 0).Select(branch => branch.Place));
    }

    // assembly → file → type → method → Branches
    private static IEnumerable<(string Place, int Hits)> BranchesIn(byte[] report) =>
        from assembly in JsonSerializer.Deserialize<JsonElement>(report).EnumerateObject()
        from file in assembly.Value.EnumerateObject()
        from type in file.Value.EnumerateObject()
        from method in type.Value.EnumerateObject()
        from branch in method.Value.GetProperty("Branches").EnumerateArray()
        select ($"{Path.GetFileName(file.Name)}, line {branch.GetProperty("Line").GetInt32()}", branch.GetProperty("Hits").GetInt32());
}
