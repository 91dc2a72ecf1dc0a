using System.Text.RegularExpressions;

namespace SideBySide.Tests.Checks;

/// <summary><c>check --watch</c> as a process in a folder with a server: it is mended, broken, and left with Ctrl-C.</summary>
[Trait("kind", "process")]
public sealed partial class CheckWatchTests : IDisposable
{
    private const string Start = "echo $$ >> .ids; exec python3 right.py {port}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("csvsbs-");

    public CheckWatchTests() => Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "python3 is not installed.");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_change_checks_again_and_Ctrl_C_ends_it_with_all_that_it_started()
    {
        Save("404 as 200");
        await using var process = ServerProcess.Begin(
            "dotnet",
            [Repository.Program("SideBySide"), "check", "--watch", "--start", Start, "--only", "unknown-path", "--lang", "en"],
            workingDirectory: _folder.FullName);

        await process.WaitForOutputAsync(Wrong());
        Save("none");
        await process.WaitForOutputAsync(Changed());
        await process.WaitForOutputAsync(Right());
        File.WriteAllText(Path.Combine(_folder.FullName, "right.py"), "import sys; print('broken'); sys.exit(4)");
        await UntilAsync(() => process.Error.Contains("exit code 4", StringComparison.Ordinal));
        Save("none");
        await UntilAsync(() => Right().Count(process.Output) == 2);

        Assert.DoesNotContain('\e', process.Output);
        Assert.Equal(130, await process.SignalAsync("INT"));
        var started = File.ReadAllLines(Path.Combine(_folder.FullName, ".ids"));
        Assert.Equal(4, started.Length);
        await UntilAsync(() => !started.Any(id => Cmdline(id).Contains("right.py", StringComparison.Ordinal)));
    }

    private void Save(string mistake) => PlantedMistake.Find("python", mistake).Prepare(_folder.FullName);

    private static string Cmdline(string id) => File.Exists($"/proc/{id}/cmdline") ? File.ReadAllText($"/proc/{id}/cmdline") : "";

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Hang.Guard);
        while (!isSo())
            await Task.Delay(20, late.Token);
    }

    [GeneratedRegex("1 wrong")]
    private static partial Regex Wrong();

    [GeneratedRegex(@"── \d\d:\d\d:\d\d  right\.py ─")]
    private static partial Regex Changed();

    [GeneratedRegex("1 right; ")]
    private static partial Regex Right();
}
