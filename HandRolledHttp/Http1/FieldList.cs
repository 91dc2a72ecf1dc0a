namespace HandRolledHttp.Http1;

/// <summary>
/// Walks the members of a list-based field:
/// <code>
/// #element => [ element ] *( OWS "," OWS [ element ] )      RFC 9110 §5.6.1.2: empty members are ignored
/// </code>
/// Only for lists of tokens: it would split a quoted string at a comma.
/// </summary>
internal ref struct FieldList
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly ReadOnlySpan<FieldLine> _lines;
    private readonly KnownField _field;
    private int _line; // the next line to look at
    private int _next;
    private int _end;
    private bool _ended = true; // of the current value

    /// <summary>Walks the members of one value.</summary>
    public FieldList(ReadOnlySpan<byte> message, ByteRange value)
    {
        _message = message;
        Begin(value);
    }

    /// <summary>Walks the members of all lines of a field, which together are one list (RFC 9110 §5.3).</summary>
    public FieldList(ReadOnlySpan<byte> message, ReadOnlySpan<FieldLine> lines, KnownField field)
    {
        _message = message;
        _lines = lines;
        _field = field;
    }

    /// <summary>The member that <see cref="MoveNext"/> found.</summary>
    public ByteRange Current { get; private set; }

    public readonly FieldList GetEnumerator() => this;

    /// <summary>Finds the next member that is not empty.</summary>
    public bool MoveNext()
    {
        do
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
        }
        while (NextLine());

        return false;
    }

    private bool NextLine()
    {
        while (_line < _lines.Length)
        {
            ref readonly var line = ref _lines[_line++];
            if (line.Known != _field)
                continue;
            Begin(line.Value);
            return true;
        }

        return false;
    }

    private void Begin(ByteRange value)
    {
        _next = value.Offset;
        _end = value.End;
        _ended = false;
    }
}
