using HandRolledHttp.Web.Files;

namespace HandRolledHttp.Tests.Web.Files;

public sealed class FileLookupTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("hello.txt")]
    [InlineData("deep/er/hello.txt")]
    [InlineData("你好.txt")]
    [InlineData("100% sure + more.txt")]
    [InlineData("a..b.txt")]
    [InlineData("console.txt")]
    [InlineData("com10.txt")]
    [InlineData("tilde~.txt")]
    public void Finds_files(string path)
    {
        var written = _folder.Write(path, "x");
        Assert.Equal(Path.GetFileName(written), Lookup().Find(path)?.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("absent.txt")]
    [InlineData("deep")] // a folder
    [InlineData("deep/")]
    [InlineData("/deep/hello.txt")]
    [InlineData("deep//hello.txt")]
    [InlineData("deep/./hello.txt")]
    [InlineData("./hello.txt")]
    [InlineData("deep/../hello.txt")] // would stay inside; a browser resolves it before the request
    [InlineData("../secret.txt")]
    [InlineData("../root/hello.txt")]
    [InlineData("../root-twin/secret.txt")]
    [InlineData("deep/../../secret.txt")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("...")]
    [InlineData("..\\secret.txt")]
    [InlineData("deep\\hello.txt")]
    [InlineData("C:/Windows/win.ini")]
    [InlineData("hello.txt:stream")]
    [InlineData("hello.txt\0")]
    [InlineData("hello.txt\0.png")]
    [InlineData("\0")]
    [InlineData("hello.txt\n")]
    [InlineData("hello.txt\u0085")]
    [InlineData("hello.txt.")]
    [InlineData("hello.txt ")]
    [InlineData(".env")]
    [InlineData(".git/config")]
    [InlineData("hello.txt/x")]
    [InlineData("~/hello.txt")]
    [InlineData("GIT~1/config")]
    [InlineData("CON")]
    [InlineData("con.txt")]
    [InlineData("nul .txt")]
    [InlineData("LPT1.a.b")]
    [InlineData("com¹")]
    [InlineData("deep/aux")]
    [InlineData("%2e%2e/secret.txt")] // decoded once: a name that begins with a percent sign
    public void Finds_nothing_else(string path)
    {
        foreach (var there in (string[])["hello.txt", "deep/hello.txt", ".env", ".git/config"])
            _folder.Write(there, "x");
        if (!OperatingSystem.IsWindows())
        {
            foreach (var there in (string[])[
                "hello.txt.", "hello.txt ", "hello.txt\n", "CON", "con.txt", "nul .txt", "LPT1.a.b", "com¹",
                "deep/aux", "GIT~1/config", "...", "hello.txt:stream"])
                _folder.Write(there, "x");
        }

        Assert.Null(Lookup().Find(path));
    }

    [Fact]
    public void Survives_names_that_are_too_long()
    {
        Assert.Null(Lookup().Find(new string('a', 10_000)));
        Assert.Null(Lookup().Find(string.Join('/', Enumerable.Repeat("a", 10_000))));
    }

    [Fact]
    public void Does_not_follow_links_out_of_the_folder()
    {
        _folder.Write("deep/hello.txt", "x");
        _folder.Link("file", Path.Combine(_folder.Outside, "secret.txt"));
        _folder.Link("relative", "../secret.txt");
        _folder.Link("twin", "../root-twin");
        _folder.Link("up", "..");
        _folder.Link("deep/up", "../..");
        _folder.Link("chain", "deep/up/secret.txt"); // no dot segment, but it ends outside
        _folder.Link("slash", "/");

        foreach (var path in (string[])[
            "file", "relative", "twin/secret.txt", "up/secret.txt", "deep/up/secret.txt", "chain", "slash/etc/passwd", "up/root-twin/secret.txt"])
            Assert.Null(Lookup().Find(path));
    }

    [Fact]
    public void Follows_links_within_the_folder()
    {
        var real = _folder.Write("deep/hello.txt", "x");
        _folder.Link("file", "deep/hello.txt");
        _folder.Link("shallow", Path.Combine(_folder.Root, "deep"));
        _folder.Link("deep/around", "../../root/shallow"); // leaves and comes back

        foreach (var path in (string[])["file", "shallow/hello.txt", "deep/around/hello.txt"])
            Assert.Equal(new FileLookup(_folder.Root).Find("deep/hello.txt")!.FullName, Lookup().Find(path)?.FullName);
        Assert.EndsWith(Path.Combine("root", "deep", "hello.txt"), real, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_up_on_links_that_go_round_in_circles()
    {
        _folder.Link("a", "b");
        _folder.Link("b", "a");
        _folder.Link("self", "self/x");
        Assert.Null(Lookup().Find("a"));
        Assert.Null(Lookup().Find("self"));
    }

    [Fact]
    public void Serves_a_folder_that_is_reached_through_a_link()
    {
        _folder.Write("hello.txt", "x");
        _folder.Link("deep", ".");
        Assert.NotNull(new FileLookup(Path.Combine(_folder.Root, "deep")).Find("hello.txt"));
        Assert.NotNull(new FileLookup(_folder.Root + Path.DirectorySeparatorChar).Find("hello.txt"));
    }

    [Fact]
    public void Wants_a_folder_that_is_there() =>
        Assert.Throws<DirectoryNotFoundException>(() => new FileLookup(Path.Combine(_folder.Root, "absent")));

    private FileLookup Lookup() => new(_folder.Root);
}
