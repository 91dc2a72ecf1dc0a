namespace HandRolledHttp.Web.Files;

/// <summary>Resolves every symbolic link in a path.</summary>
internal static class RealPath
{
    // Linux follows as many before it returns ELOOP.
    private const int MaxLinks = 40;

    /// <summary>The real path of an absolute one, or null if its links form a loop. The path need not exist.</summary>
    public static string? Of(string absolutePath)
    {
        var root = Path.GetPathRoot(absolutePath)!;
        return Follow(root, absolutePath[root.Length..].Split(Path.DirectorySeparatorChar));
    }

    /// <summary>Follows the given segments from a real folder.</summary>
    public static string? Follow(string realFolder, IEnumerable<string> segments)
    {
        var (real, links) = (realFolder, 0);
        var ahead = new Stack<string>(segments.Reverse());
        while (ahead.TryPop(out var segment))
        {
            if (segment is "" or ".")
                continue;
            if (segment == "..")
            {
                real = Path.GetDirectoryName(real) ?? real; // only inside a link's target: all links so far are resolved
                continue;
            }

            var next = Path.Combine(real, segment);
            var target = (Directory.Exists(next) ? (FileSystemInfo)new DirectoryInfo(next) : new FileInfo(next)).LinkTarget;
            if (target is null)
            {
                real = next;
                continue;
            }

            if (++links > MaxLinks)
                return null;

            var targetRoot = Path.IsPathFullyQualified(target) ? Path.GetPathRoot(target)! : "";
            if (targetRoot.Length > 0)
                real = targetRoot;
            foreach (var step in target[targetRoot.Length..].Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Reverse())
                ahead.Push(step);
        }

        return real;
    }
}
