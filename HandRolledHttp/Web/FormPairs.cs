namespace HandRolledHttp.Web;

/// <summary>
/// Walks the pairs of a query or an urlencoded form (WHATWG URL Standard §5.1): joined by <c>&amp;</c>; the first <c>=</c> separates name
/// and value. Empty pairs are skipped, and a name without <c>=</c> has an empty value.
/// </summary>
/// <param name="text">The pairs as sent.</param>
public ref struct FormPairs(ReadOnlySpan<byte> text)
{
    private ReadOnlySpan<byte> _rest = text;

    /// <summary>The name of the pair that <see cref="MoveNext"/> found; see <see cref="FormDecoding"/>.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its value, encoded as well.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Finds the next pair that is not empty.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'&');
            var pair = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? [] : _rest[(end + 1)..];
            if (pair.IsEmpty)
                continue;

            var equals = pair.IndexOf((byte)'=');
            Name = equals < 0 ? pair : pair[..equals];
            Value = equals < 0 ? [] : pair[(equals + 1)..];
            return true;
        }

        return false;
    }
}
