namespace HandRolledHttp.Http1;

/// <summary>
/// Walks the members of a list-based field value:
/// <code>
/// #element => [ element ] *( OWS "," OWS [ element ] )      RFC 9110 §5.6.1.2: empty members are ignored
/// </code>
/// Only for lists of tokens: it would split a quoted string at a comma.
/// </summary>
internal ref struct FieldList(ReadOnlySpan<byte> message, ByteRange value)
{
    private readonly ReadOnlySpan<byte> _message = message;
    private readonly int _end = value.End;
    private int _next = value.Offset;
    private bool _ended;

    /// <summary>The member that <see cref="MoveNext"/> found.</summary>
    public ByteRange Current { get; private set; }

    /// <summary>Finds the next member that is not empty.</summary>
    public bool MoveNext()
    {
        while (!_ended)
        {
            var comma = _message[_next.._end].IndexOf((byte)',');
            _ended = comma < 0;
            var member = Grammar.TrimOws(_message, _next, _ended ? _end : _next + comma);
            _next += comma + 1;
            if (member.Length == 0)
                continue;
            Current = member;
            return true;
        }

        return false;
    }
}
