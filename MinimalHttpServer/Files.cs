using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace MinimalHttpServer;

/// <summary>Static files, with what the framework's own middleware leaves to chance stated: the charset and the ETag.</summary>
internal static class Files
{
    private static readonly FileExtensionContentTypeProvider s_mediaTypes = new();

    /// <summary>Answers with a file, or 404. Conditional requests and ranges are the framework's work.</summary>
    public static IResult Send(this IFileProvider files, string? path)
    {
        var file = files.GetFileInfo(path ?? "");
        if (file.PhysicalPath is null || !file.Exists || path!.EndsWith('/')) // "hello.txt/" exists to FileInfo, but cannot be opened
            return Results.NotFound();
        return Results.File(file.PhysicalPath, MediaType(file.Name), lastModified: file.LastModified, entityTag: Tag(file), enableRangeProcessing: true);
    }

    // Without a charset a browser guesses, and Chinese text turns into 乱码.
    private static string MediaType(string name) => s_mediaTypes.TryGetContentType(name, out var type)
        ? type.StartsWith("text/", StringComparison.Ordinal) ? type + "; charset=utf-8" : type
        : "application/octet-stream";

    private static EntityTagHeaderValue Tag(IFileInfo file)
    {
        var ticks = file.LastModified.UtcTicks;
        return new EntityTagHeaderValue($"\"{ticks - (ticks % TimeSpan.TicksPerSecond):x}-{file.Length:x}\"");
    }
}
