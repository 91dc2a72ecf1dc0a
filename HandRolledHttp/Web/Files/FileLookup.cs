using System.Buffers;

namespace HandRolledHttp.Web.Files;

/// <summary>
/// Finds the file for a path, and no file outside the folder. The path is checked after percent-decoding it once, so <c>%2e%2e%2f</c> is
/// the same as <c>../</c>; a decoded <c>%</c> is not decoded again.
/// </summary>
/// <remarks>
/// Rejected on every system, so that a site that is safe here is safe on other systems: dot segments and empty segments; <c>\</c>, a
/// separator on Windows; <c>:</c>, a drive or an alternate data stream; control characters and NUL, which ends a path in C; names with a
/// leading dot (<c>.git</c>, <c>.env</c>); a trailing dot or space, which Windows drops; names of Windows devices (<c>con</c>,
/// <c>lpt1.txt</c>); and <c>~1</c>, which on Windows names a file by its short alias. Symbolic links are followed if they stay within the
/// folder. Folders are not listed.
/// </remarks>
public sealed class FileLookup
{
    private static readonly SearchValues<char> s_forbidden =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(c => char.IsControl(c) || c is '\\' or ':')]);

    private readonly string _root;

    /// <summary>Serves a folder.</summary>
    /// <param name="folder">Its path; if it is a link, the folder that the link points to now.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public FileLookup(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(path))
            throw new DirectoryNotFoundException($"There is no folder {path}.");
        _root = RealPath.Of(path)!;
    }

    /// <summary>Finds a file.</summary>
    /// <param name="path">The path below the folder, percent-decoded, segments separated by <c>/</c>, without a leading one.</param>
    /// <returns>
    /// Null if nothing is there, if it is a folder, or if the path is not allowed: the client cannot distinguish these cases.
    /// </returns>
    public FileInfo? Find(string path)
    {
        var segments = path.Split('/');
        if (!Array.TrueForAll(segments, IsPlainName))
            return null;

        var real = RealPath.Follow(_root, segments);
        if (real is null || !IsInside(real))
            return null;

        var file = new FileInfo(real);
        return file.Exists ? file : null;
    }

    private static bool IsPlainName(string segment) =>
        segment.Length > 0
        && segment[0] != '.'
        && segment[^1] is not ('.' or ' ')
        && !segment.AsSpan().ContainsAny(s_forbidden)
        && !IsDeviceName(segment)
        && !IsShortAlias(segment);

    private bool IsInside(string real) =>
        real.StartsWith(_root, StringComparison.Ordinal)
        && (Path.EndsInDirectorySeparator(_root) || (real.Length > _root.Length && real[_root.Length] == Path.DirectorySeparatorChar));

    // Windows opens the device with any extension and even with spaces before it: "CON", "nul.txt", "com1 .log".
    private static bool IsDeviceName(string segment)
    {
        var dot = segment.IndexOf('.', StringComparison.Ordinal);
        var stem = (dot < 0 ? segment.AsSpan() : segment.AsSpan(0, dot)).TrimEnd(' ');
        foreach (var device in (ReadOnlySpan<string>)["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"])
        {
            if (stem.Equals(device, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
            && stem[3] is (>= '0' and <= '9') or '¹' or '²' or '³';
    }

    private static bool IsShortAlias(string segment)
    {
        var tilde = segment.LastIndexOf('~');
        return tilde >= 0 && tilde + 1 < segment.Length && char.IsAsciiDigit(segment[tilde + 1]);
    }
}
