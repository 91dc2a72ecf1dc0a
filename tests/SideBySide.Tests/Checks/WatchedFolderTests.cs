using SideBySide.Cli.Checking;

namespace SideBySide.Tests.Checks;

/// <summary>Which changes of a folder count. What does not count is followed by a change that does, which must be the one that is named.</summary>
public sealed class WatchedFolderTests : IDisposable
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("csvsbs-").FullName;

    public WatchedFolderTests() => Write("server.py", "1");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("server.py")]
    [InlineData("new.py")]
    [InlineData("routes/new.py")]
    public async Task A_file_that_is_changed_or_new_is_named(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder, "routes"));
        using var watched = new WatchedFolder(_folder, []);
        Write(name, "2");

        Assert.Equal(name.Replace('/', Path.DirectorySeparatorChar), await NextAsync(watched));
    }

    [Fact]
    public async Task A_file_that_is_gone_is_named()
    {
        using var watched = new WatchedFolder(_folder, []);
        File.Delete(Path.Combine(_folder, "server.py"));

        Assert.Equal("server.py", await NextAsync(watched));
    }

    [Fact]
    public async Task Several_changes_at_once_are_one()
    {
        using var watched = new WatchedFolder(_folder, []);
        Write("a.py", "2");
        Write("b.py", "2");
        Assert.Equal("a.py", await NextAsync(watched));

        Write("c.py", "2");
        Assert.Matches("[bc].py", await NextAsync(watched));
    }

    // Sorted before z.py, so that it would be the one that is named.
    [Theory]
    [InlineData(".git/index")]
    [InlineData(".server.py.swp")]
    [InlineData("__pycache__/server.pyc")]
    [InlineData("bin/server.dll")]
    [InlineData("obj/server.dll")]
    [InlineData("node_modules/some/index.js")]
    [InlineData("report.xml")]
    public async Task What_tools_write_does_not_count(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, name))!);
        using var watched = new WatchedFolder(_folder, [Path.Combine(_folder, "report.xml")]);
        Write(name, "2");
        Write("z.py", "2");

        Assert.Equal("z.py", await NextAsync(watched));
    }

    [Fact]
    public async Task The_same_content_written_again_does_not_count()
    {
        using var watched = new WatchedFolder(_folder, []);
        File.Delete(Path.Combine(_folder, "server.py"));
        Write("server.py", "1");
        Write("z.py", "2");

        Assert.Equal("z.py", await NextAsync(watched));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private static Task<string> NextAsync(WatchedFolder watched) => watched.ChangeAsync(Cancellation).WaitAsync(Hang.Guard, Cancellation);
}
