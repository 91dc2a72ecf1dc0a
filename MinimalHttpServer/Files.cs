using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace MinimalHttpServer;

/// <summary>
/// Static files, with explicit rules where the framework's middleware has none: the charset, the ETag, and the targets of symbolic links.
/// The framework's file provider keeps dots and escapes inside its folder, but follows a link to any place.
/// </summary>
internal static class Files
{
    private static readonly FileExtensionContentTypeProvider s_mediaTypes = new();

    // Linux follows as many.
    private const int MaxLinks = 40;

    /// <summary>Responds with a file or 404; links are followed within the folder. The framework handles conditions and ranges.</summary>
    public static IResult Send(this PhysicalFileProvider files, string? path)
    {
        var file = files.GetFileInfo(path ?? "");
        if (file.PhysicalPath is null || !file.Exists || path!.EndsWith('/')) // "hello.txt/" exists to FileInfo, but cannot be opened
            return Results.NotFound();
        var root = Real(Path.TrimEndingDirectorySeparator(files.Root));
        var real = Real(file.PhysicalPath);
        if (root is null || real is null
            || !real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || new FileInfo(real) is not { Exists: true } target)
            return Results.NotFound();
        return Results.File(
            real, MediaType(file.Name), lastModified: target.LastWriteTimeUtc, entityTag: Tag(target), enableRangeProcessing: true);
    }

    // The path after every link is resolved; null if the links form a loop.
    private static string? Real(string path, int links = 0)
    {
        if (links > MaxLinks)
            return null;
        if (Path.GetDirectoryName(path) is not { } folder)
            return path;
        if (Real(folder, links) is not { } realFolder)
            return null;
        var here = Path.Combine(realFolder, Path.GetFileName(path));
        var link = (Directory.Exists(here) ? (FileSystemInfo)new DirectoryInfo(here) : new FileInfo(here)).LinkTarget;
        return link is null ? here : Real(Path.GetFullPath(link, realFolder), links + 1);
    }

    // Without a charset a browser guesses, and Chinese text becomes 乱码.
    private static string MediaType(string name) => s_mediaTypes.TryGetContentType(name, out var type)
        ? type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type
        : "application/octet-stream";

    private static EntityTagHeaderValue Tag(FileInfo file)
    {
        var ticks = file.LastWriteTimeUtc.Ticks;
        return new EntityTagHeaderValue($"\"{ticks - (ticks % TimeSpan.TicksPerSecond):x}-{file.Length:x}\"");
    }
}
