using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>
/// <c>GET /api/source?path=…</c>: a source file of the three servers, as compiled: the target of links in dissections, rejections and
/// steps. The path is looked up in a table and never reaches a file system.
/// </summary>
internal static class SourceRoute
{
    private static readonly Lazy<FrozenDictionary<string, SourceFile>> s_files = new(() =>
        ((string[])["RawSocketServer/", "HandRolledHttp/", "MinimalHttpServer/"]).SelectMany(SourceFile.Below).ToFrozenDictionary(file => file.Path, StringComparer.Ordinal));

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/source", Ok<SourceJson> (string? path) =>
        TypedResults.Ok(s_files.Value.TryGetValue(path ?? "", out var file)
            ? new SourceJson(file.Path, file.Text)
            : throw new PageProblemException(Texts.NoSuchSource(PageProblem.Shortened(path)), StatusCodes.Status404NotFound)));
}

/// <summary>A source file.</summary>
/// <param name="Path">From the repository's root.</param>
/// <param name="Text">All of it.</param>
internal sealed record SourceJson(string Path, string Text);
