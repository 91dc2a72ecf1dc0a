namespace HandRolledHttp.Web.Files;

/// <summary>Where a path leads once every symbolic link on it has been followed.</summary>
internal static class RealPath
{
    // As many as Linux follows before it says ELOOP.
    private const int MaxLinks = 40;

    /// <summary>The real path of an absolute one, or null when its links go round in circles. Nothing needs to exist there.</summary>
    public static string? Of(string absolutePath)
    {
        var root = Path.GetPathRoot(absolutePath)!;
        return Follow(root, absolutePath[root.Length..].Split(Path.DirectorySeparatorChar));
    }

    /// <summary>Walks from a real folder along the segments given.</summary>
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
                real = Path.GetDirectoryName(real) ?? real; // in the middle of a link's target only: here all links are followed already
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
