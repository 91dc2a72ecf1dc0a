namespace HandRolledHttp.Tests.Web.Files;

/// <summary>A folder to serve beside files that must not be served; deleted after the test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("files-");

    public Folder()
    {
        Root = _outside.CreateSubdirectory("root").FullName;
        File.WriteAllText(Path.Combine(_outside.FullName, "secret.txt"), "secret");
        Directory.CreateDirectory(Path.Combine(_outside.FullName, "root-twin")); // its name begins with the root's
        File.WriteAllText(Path.Combine(_outside.FullName, "root-twin", "secret.txt"), "secret");
    }

    public string Root { get; }

    public string Outside => _outside.FullName;

    public string Write(string name, string content, DateTime? lastWrite = null)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        File.SetLastWriteTimeUtc(path, lastWrite ?? new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc));
        return path;
    }

    public void Link(string name, string target)
    {
        var path = Path.Combine(Root, name);
        try
        {
            File.CreateSymbolicLink(path, target);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows lets this user make no symbolic links.");
        }
    }

    public void Dispose() => _outside.Delete(recursive: true);
}
