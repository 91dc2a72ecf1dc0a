using HandRolledHttp.Http1;

namespace HandRolledHttp.Web.Files;

/// <summary>What the conditions of a request come to.</summary>
public enum Precondition
{
    /// <summary>Go on, and honour a Range field.</summary>
    Proceed,

    /// <summary>Go on as if there were no Range field: the peer's part belongs to another state.</summary>
    ProceedWithoutRange,

    /// <summary>The peer has this state already: 304.</summary>
    NotModified,

    /// <summary>The peer speaks of another state: 412.</summary>
    Failed,
}

/// <summary>Conditional requests (RFC 9110 §13). Ask only when the answer would otherwise be successful (§13.2.1).</summary>
public static class Preconditions
{
    /// <summary>Weighs all conditions of a request in the order of RFC 9110 §13.2.2, whose steps are numbered below.</summary>
    /// <param name="method">The request's method.</param>
    /// <param name="field">A field's value by name, several field lines joined with <c>, </c>; null when absent.</param>
    /// <param name="tag">The current state.</param>
    /// <param name="lastModified">When the state came to be, in whole seconds.</param>
    /// <param name="now">The present.</param>
    public static Precondition Evaluate(string method, Func<string, string?> field, EntityTag tag, DateTimeOffset lastModified, DateTimeOffset now)
    {
        var isRetrieval = method is "GET" or "HEAD";

        if (field("If-Match") is { } ifMatch) // 1
        {
            if (!EntityTagList.Parse(ifMatch).StronglyContains(tag))
                return Precondition.Failed;
        }
        else if (Date(field("If-Unmodified-Since"), now) is { } unmodifiedSince && lastModified > unmodifiedSince) // 2
        {
            return Precondition.Failed;
        }

        if (field("If-None-Match") is { } ifNoneMatch) // 3
        {
            if (EntityTagList.Parse(ifNoneMatch).WeaklyContains(tag))
                return isRetrieval ? Precondition.NotModified : Precondition.Failed;
        }
        else if (isRetrieval && Date(field("If-Modified-Since"), now) is { } modifiedSince && lastModified <= modifiedSince) // 4
        {
            return Precondition.NotModified;
        }

        return field("If-Range") is not { } ifRange || IsSameState(ifRange, tag, lastModified, now) // 5
            ? Precondition.Proceed
            : Precondition.ProceedWithoutRange;
    }

    // If-Range = entity-tag / HTTP-date                                      RFC 9110 §13.1.5
    //
    // Parts of different states must never be put together, so both comparisons are strong: a weak tag never matches, and a date
    // only exactly, once its second is over. Before that the file may change again and keep its date (§8.8.2.2).
    private static bool IsSameState(string ifRange, EntityTag tag, DateTimeOffset lastModified, DateTimeOffset now) =>
        EntityTag.Parse(ifRange) is { } part
            ? part.StronglyEquals(tag)
            : Date(ifRange, now) == lastModified && now - lastModified >= TimeSpan.FromSeconds(1);

    // What is not a valid HTTP-date is ignored (§13.1.3, §13.1.4).
    private static DateTimeOffset? Date(string? value, DateTimeOffset now) =>
        value is not null && HttpDate.TryParse(value, now, out var date) ? date : null;
}
