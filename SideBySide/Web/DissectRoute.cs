using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary><c>POST /api/dissect</c>: explains bytes; each byte gets its grammar rule.</summary>
internal static class DissectRoute
{
    /// <summary>The maximum number of bytes in one request.</summary>
    public const int MaxBytes = 256 * 1024;

    // Each span has its rule in both languages: for many small messages the response is a hundred times larger.
    private const int MaxSpans = 20_000;

    // Base64 takes four characters for three bytes.
    private const int MaxRequest = (MaxBytes / 3 * 4) + (16 * 1024);

    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/dissect", Ok<Dissection> (DissectRequest request) => TypedResults.Ok(Read(request)))
        .TakesAtMost(MaxRequest);

    private static Dissection Read(DissectRequest request)
    {
        var bytes = request.Bytes ?? throw new PageProblemException(Texts.NoBytes);
        if (bytes.Length > MaxBytes)
            throw new PageProblemException(Texts.BodyTooLarge, StatusCodes.Status413PayloadTooLarge);
        var dissection = request.Kind switch
        {
            null => Dissector.Read(bytes),
            "requests" => Dissector.Requests(bytes),
            "responses" => Dissector.Responses(bytes, request.Methods, request.Ended),
            _ => throw new PageProblemException(Texts.NoSuchKind(PageProblem.Shortened(request.Kind))),
        };
        return dissection.Messages.Sum(message => message.Spans.Count) <= MaxSpans
            ? dissection
            : throw new PageProblemException(Texts.TooManySpans(MaxSpans), StatusCodes.Status413PayloadTooLarge);
    }
}

/// <summary>Bytes to explain.</summary>
/// <param name="Bytes">In base64.</param>
/// <param name="Kind"><c>requests</c> or <c>responses</c>; detected if omitted.</param>
/// <param name="Methods">For responses: the methods of the requests, in order.</param>
/// <param name="Ended">For responses: whether the server has finished sending.</param>
internal sealed record DissectRequest(byte[]? Bytes, string? Kind, IReadOnlyList<string>? Methods, bool Ended = false);

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
