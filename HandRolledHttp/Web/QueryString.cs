namespace HandRolledHttp.Web;

/// <summary>
/// The query of a request target, as browsers write it: <c>name=value</c> pairs joined by <c>&amp;</c> (WHATWG URL Standard §5.1). In
/// RFC 3986 §3.4 a query has no structure; the pairs are a convention.
/// </summary>
public static class QueryString
{
    /// <summary>The first value of a name.</summary>
    /// <param name="query">The bytes after the <c>?</c>, without it, as sent.</param>
    /// <param name="name">The decoded name, case-sensitive.</param>
    /// <returns>The decoded value; empty for a name without <c>=</c>; null if the name does not occur.</returns>
    public static string? First(ReadOnlySpan<byte> query, string name)
    {
        for (var pairs = new FormPairs(query); pairs.MoveNext();)
        {
            if (FormDecoding.Decode(pairs.Name) == name)
                return FormDecoding.Decode(pairs.Value);
        }

        return null;
    }
}
