using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Conditions;

/// <summary>The result of a request's conditions.</summary>
public enum Precondition
{
    /// <summary>Continue, and honour a Range field.</summary>
    Proceed,

    /// <summary>Continue and ignore the Range field: the client's part belongs to another state.</summary>
    ProceedWithoutRange,

    /// <summary>The client already has this state: 304.</summary>
    NotModified,

    /// <summary>The client's condition is about another state: 412.</summary>
    Failed,
}

/// <summary>Conditional requests (RFC 9110 §13). Evaluate them only if the response would otherwise be successful (§13.2.1).</summary>
public static class Preconditions
{
    /// <summary>Evaluates all conditions of a request in the order of RFC 9110 §13.2.2, whose steps are numbered below.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="field">A field's value by name, several field lines joined with <c>, </c>; null if absent.</param>
    /// <param name="current">The current state; null if there is none, or if the resource cannot be retrieved.</param>
    /// <param name="now">The current time.</param>
    public static Precondition Evaluate(string method, Func<string, string?> field, Validators? current, DateTimeOffset now)
    {
        var isRetrieval = method is "GET" or "HEAD";
        var lastModified = current?.LastModified; // without one, both dates are ignored (§13.1.3, §13.1.4)

        if (field("If-Match") is { } ifMatch) // 1
        {
            if (!EntityTagList.Parse(ifMatch).StronglyContains(current))
                return Precondition.Failed;
        }
        else if (Date(field("If-Unmodified-Since"), now) is { } unmodifiedSince && lastModified > unmodifiedSince) // 2
        {
            return Precondition.Failed;
        }

        if (field("If-None-Match") is { } ifNoneMatch) // 3
        {
            if (EntityTagList.Parse(ifNoneMatch).WeaklyContains(current))
                return isRetrieval ? Precondition.NotModified : Precondition.Failed;
        }
        else if (isRetrieval && Date(field("If-Modified-Since"), now) is { } modifiedSince && lastModified <= modifiedSince) // 4
        {
            return Precondition.NotModified;
        }

        return field("If-Range") is not { } ifRange || IsSameState(ifRange, current, now) // 5
            ? Precondition.Proceed
            : Precondition.ProceedWithoutRange;
    }

    // If-Range = entity-tag / HTTP-date                                      RFC 9110 §13.1.5
    //
    // Parts of different states must never be combined, so both comparisons are strong: a weak tag never matches, and a date matches only
    // exactly, once its second is over. Before that the file may change again and keep its date (§8.8.2.2).
    private static bool IsSameState(string ifRange, Validators? current, DateTimeOffset now) =>
        EntityTag.Parse(ifRange) is { } part
            ? current?.Tag is { } tag && part.StronglyEquals(tag)
            : Date(ifRange, now) is { } date && date == current?.LastModified && now - date >= TimeSpan.FromSeconds(1);

    // An invalid HTTP-date is ignored (§13.1.3, §13.1.4).
    private static DateTimeOffset? Date(string? value, DateTimeOffset now) =>
        value is not null && HttpDate.TryParse(value, now, out var date) ? date : null;
}
