namespace TestKit;

/// <summary>Paths in this repository, for a running test.</summary>
public static class Repository
{
    /// <summary>The folder with <c>CsVsBs.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    // tests/X/bin/Debug/net10.0/: the tested program has the same configuration as the test.
    private static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    /// <summary>The built program of a project; the test project must reference that project, so that it is built first.</summary>
    /// <param name="project">The project's folder at the root, for example <c>RawSocketServer</c>.</param>
    public static string Program(string project)
    {
        var program = Path.Combine(Root, project, "bin", Configuration, "net10.0", Path.GetFileName(project) + ".dll");
        return File.Exists(program) ? program : throw new FileNotFoundException($"{project} is not built: {program} is missing.");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CsVsBs.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("CsVsBs.sln is in none of the folders above the test.");
    }
}
