namespace HandRolledHttp.Web.Conditions;

// If-Match      = "*" / #entity-tag                                          RFC 9110 §13.1.1
// If-None-Match = "*" / #entity-tag                                          RFC 9110 §13.1.2
// #element      = [ element ] *( OWS "," OWS [ element ] )                   RFC 9110 §5.6.1.2, as a recipient reads it

/// <summary>The value of If-Match and If-None-Match: any state, or a list of states.</summary>
public sealed record EntityTagList
{
    private EntityTagList(bool isAny, IReadOnlyList<EntityTag> tags) => (IsAny, Tags) = (isAny, tags);

    /// <summary>Whether the list is <c>*</c>: it matches any current state, if there is one.</summary>
    public bool IsAny { get; }

    /// <summary>The tags in the order in which they were sent.</summary>
    public IReadOnlyList<EntityTag> Tags { get; }

    /// <summary>Reads a list.</summary>
    /// <param name="value">The field value; several field lines joined with <c>,</c>.</param>
    /// <returns>
    /// The list; empty if the value violates the grammar. Then nothing matches, which is safe for both fields: If-Match prevents a change,
    /// and If-None-Match sends the content.
    /// </returns>
    public static EntityTagList Parse(string value)
    {
        var rest = value.AsSpan().Trim(" \t");
        if (rest is "*")
            return new EntityTagList(true, []);

        var tags = new List<EntityTag>();
        while (!rest.IsEmpty)
        {
            if (rest[0] != ',')
            {
                if (!EntityTag.TryTake(ref rest, out var tag))
                    return new EntityTagList(false, []);
                tags.Add(tag);
                rest = rest.TrimStart(" \t");
                if (!rest.IsEmpty && rest[0] != ',')
                    return new EntityTagList(false, []);
            }

            rest = rest.TrimStart(", \t"); // empty elements are allowed
        }

        return new EntityTagList(false, tags);
    }

    /// <summary>Whether the current state is in the list, by strong comparison.</summary>
    public bool StronglyContains(Validators? current) => current is { } state && (IsAny || Tags.Any(t => state.Tag is { } tag && t.StronglyEquals(tag)));

    /// <summary>Whether the current state is in the list, by weak comparison.</summary>
    public bool WeaklyContains(Validators? current) => current is { } state && (IsAny || Tags.Any(t => state.Tag is { } tag && t.WeaklyEquals(tag)));
}
