using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace MinimalHttpServer;

/// <summary>
/// Static files, with what the framework's own middleware leaves to chance stated: the charset, the ETag, and where a symbolic link may lead. The
/// framework's file provider keeps dots and escapes inside of its folder, but opens a link wherever it leads.
/// </summary>
internal static class Files
{
    private static readonly FileExtensionContentTypeProvider s_mediaTypes = new();

    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <summary>Answers with a file, or 404; links are followed within the folder. Conditional requests and ranges are the framework's work.</summary>
    public static IResult Send(this PhysicalFileProvider files, string? path)
    {
        var file = files.GetFileInfo(path ?? "");
        if (file.PhysicalPath is null || !file.Exists || path!.EndsWith('/')) // "hello.txt/" exists to FileInfo, but cannot be opened
            return Results.NotFound();
        var root = Real(Path.TrimEndingDirectorySeparator(files.Root));
        var real = Real(file.PhysicalPath);
        if (root is null || real is null || !real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || new FileInfo(real) is not { Exists: true } target)
            return Results.NotFound();
        return Results.File(real, MediaType(file.Name), lastModified: target.LastWriteTimeUtc, entityTag: Tag(target), enableRangeProcessing: true);
    }

    // Where a path leads once every link on it was followed; null when they go round in circles.
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

    // Without a charset a browser guesses, and Chinese text turns into 乱码.
    private static string MediaType(string name) => s_mediaTypes.TryGetContentType(name, out var type)
        ? type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type
        : "application/octet-stream";

    private static EntityTagHeaderValue Tag(FileInfo file)
    {
        var ticks = file.LastWriteTimeUtc.Ticks;
        return new EntityTagHeaderValue($"\"{ticks - (ticks % TimeSpan.TicksPerSecond):x}-{file.Length:x}\"");
    }
}
