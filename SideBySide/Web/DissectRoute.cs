using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Http;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary><c>POST /api/dissect</c>: takes bytes apart, every byte to its rule.</summary>
internal static class DissectRoute
{
    /// <summary>Bytes that are taken apart at once.</summary>
    public const int MaxBytes = 256 * 1024;

    // Each is told with its rule in both languages: many small messages would come to a hundred times their size.
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
            "requests" => Dissector.Requests(bytes, request.Secure),
            "responses" => Dissector.Responses(bytes, request.Methods, request.Ended),
            _ => throw new PageProblemException(Texts.NoSuchKind(PageProblem.Shortened(request.Kind))),
        };
        return dissection.Messages.Sum(message => message.Spans.Count) <= MaxSpans
            ? dissection
            : throw new PageProblemException(Texts.TooManySpans(MaxSpans), StatusCodes.Status413PayloadTooLarge);
    }
}

/// <summary>Bytes to be taken apart.</summary>
/// <param name="Bytes">In base64.</param>
/// <param name="Kind"><c>requests</c> or <c>responses</c>; whatever they look like when it is left out.</param>
/// <param name="Methods">For responses: the methods of the requests, in order.</param>
/// <param name="Ended">For responses: whether the server has finished sending.</param>
/// <param name="Secure">For requests: whether they came through TLS.</param>
internal sealed record DissectRequest(byte[]? Bytes, string? Kind, IReadOnlyList<string>? Methods, bool Ended = false, bool Secure = false);
