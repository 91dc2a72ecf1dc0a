using HandRolledHttp.Connection;
using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Conditions;

/// <summary>
/// The conditions of one request to a route that does not evaluate them itself. RFC 9110 §13.2.1 requires them after all other checks and
/// before the content is processed: when the handler first reads the content or begins its response, and only if that response would be a
/// success.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="hasRepresentation">Whether the resource can be retrieved; <c>*</c> requires only that.</param>
internal sealed class RequestConditions(HttpRequest request, bool hasRepresentation)
{
    /// <summary>The fields of a 200 that a 304 keeps (RFC 9110 §15.4.5); Date is added automatically.</summary>
    private static readonly string[] s_keptBy304 = ["Cache-Control", "Content-Location", "ETag", "Expires", "Vary"];

    /// <summary>GET or HEAD: the handler changes nothing, and its response has the validators of the current state.</summary>
    public bool IsRetrieval { get; } = request.Method is "GET" or "HEAD";

    /// <summary>Whether a 304 keeps this field.</summary>
    public static bool IsKeptBy304(string name) => s_keptBy304.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The final response to a retrieval, given its successful response.</summary>
    /// <param name="fields">The fields of that response.</param>
    /// <param name="now">The current time.</param>
    public Precondition Evaluate(IReadOnlyList<KeyValuePair<string, string>> fields, DateTimeOffset now) =>
        Evaluate(new Validators(
            EntityTag.Parse(ValueOf(fields, "ETag")),
            HttpDate.TryParse(ValueOf(fields, "Last-Modified"), now, out var lastModified) ? lastModified : null), now);

    /// <summary>
    /// Prevents a change whose condition is false. The validators of the state are unknown here, so no entity tag matches it: a client that
    /// makes its change depend on a tag gets an error, and nothing is changed.
    /// </summary>
    /// <exception cref="RequestRejectedException">A condition is false.</exception>
    public void Require(DateTimeOffset now)
    {
        if (Evaluate(default(Validators), now) == Precondition.Failed)
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
