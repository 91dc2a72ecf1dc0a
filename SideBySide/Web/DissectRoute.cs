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
            "requests" => Dissector.Requests(bytes, request.Secure),
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
/// <param name="Secure">For requests: whether they came over TLS.</param>
internal sealed record DissectRequest(byte[]? Bytes, string? Kind, IReadOnlyList<string>? Methods, bool Ended = false, bool Secure = false);
