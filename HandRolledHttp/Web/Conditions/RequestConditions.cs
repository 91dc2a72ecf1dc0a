using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Conditions;

/// <summary>
/// The conditions of one request to a route that does not weigh them itself. RFC 9110 §13.2.1 wants them weighed after everything else
/// that can be known to be wrong, and before the content is processed: so when the handler first reads the content, or else when its
/// answer begins, and only if that would be a success.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="hasRepresentation">Whether what the request is for can be retrieved at all: <c>*</c> asks for no more than that.</param>
internal sealed class RequestConditions(HttpRequest request, bool hasRepresentation)
{
    /// <summary>What a 304 keeps of the fields that a 200 would have (RFC 9110 §15.4.5); Date comes by itself.</summary>
    private static readonly string[] s_keptBy304 = ["Cache-Control", "Content-Location", "ETag", "Expires", "Vary"];

    /// <summary>GET or HEAD: nothing is changed by the handler, and its answer tells the validators of the current state.</summary>
    public bool IsRetrieval { get; } = request.Method is "GET" or "HEAD";

    /// <summary>Whether a 304 keeps this field.</summary>
    public static bool IsKeptBy304(string name) => s_keptBy304.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>What a retrieval's successful answer turns into.</summary>
    /// <param name="fields">The fields of that answer.</param>
    /// <param name="now">The present.</param>
    public Precondition Weigh(IReadOnlyList<KeyValuePair<string, string>> fields, DateTimeOffset now) =>
        Evaluate(new Validators(
            EntityTag.Parse(ValueOf(fields, "ETag")),
            HttpDate.TryParse(ValueOf(fields, "Last-Modified"), now, out var lastModified) ? lastModified : null), now);

    /// <summary>
    /// Refuses what must not be done. Which validators the state has is not known here, so that no entity tag matches it: who makes a
    /// change depend on one is told that nothing was changed.
    /// </summary>
    /// <exception cref="RequestRejectedException">A condition is false.</exception>
    public void Require(DateTimeOffset now)
    {
        if (Evaluate(default, now) == Precondition.Failed)
            throw new RequestRejectedException(ParseResult.Rejected(RejectionReason.PreconditionFailed, request.Head.Length, 0), []);
    }

    private Precondition Evaluate(Validators validators, DateTimeOffset now) =>
        Preconditions.Evaluate(request.Method, request.Field, hasRepresentation ? validators : null, now);

    private static string? ValueOf(IReadOnlyList<KeyValuePair<string, string>> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }

        return null;
    }
}
