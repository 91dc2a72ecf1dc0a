namespace HandRolledHttp.Http1;

/// <summary>
/// The field lines of a message's head, or of its trailer section, up to and with the empty line that ends them.
/// <code>
/// *( field-line CRLF ) CRLF          RFC 9112 §2.1, §7.1.2
/// </code>
/// A line is judged when its end has arrived, so that the verdict never depends on how the bytes were cut.
/// </summary>
/// <param name="limits">How much of it is read.</param>
/// <param name="repeatable">Whether a repeated singleton is let pass, as a client does that only reads; a second Content-Length is not.</param>
/// <param name="repeatableLength">Whether a second Content-Length is let pass, too: its reader compares the values (RFC 9110 §8.6).</param>
internal sealed class FieldSection(Limits limits, bool repeatable = false, bool repeatableLength = false)
{
    private const int EmptyLine = 2; // CRLF

    private FieldLine[] _lines = []; // most bodies have no trailers, and most connections wait for their next request
    private uint _seen;
    private int _lineStart;
    private int _searched;
    private int _start;
    private int _maxCount;
    private int _maxBytes;

    public int Count { get; private set; }

    public ReadOnlySpan<FieldLine> Lines => _lines.AsSpan(0, Count);

    /// <summary>Bytes of the section, once it is complete.</summary>
    public int Length => _lineStart - _start;

    /// <summary>Begins a section.</summary>
    /// <param name="start">Where its first line begins in the message.</param>
    /// <param name="usedBytes">What an earlier section of the same message took of the byte limit.</param>
    /// <param name="usedCount">What it took of the field limit.</param>
    public void Begin(int start, int usedBytes = 0, int usedCount = 0)
    {
        Count = 0;
        _seen = 0;
        _start = _lineStart = _searched = start;
        _maxBytes = Math.Max(limits.FieldSection - usedBytes, EmptyLine); // there always is room for no fields at all
        _maxCount = limits.FieldCount - usedCount;
    }

    /// <summary>Goes on where the last call stopped.</summary>
    /// <param name="message">The message from its first byte, as much of it as has arrived.</param>
    public ParseResult Parse(ReadOnlySpan<byte> message)
    {
        while (true)
        {
            if (_searched == _lineStart && Accept(message))
                return ParseResult.Complete(_lineStart);
            var found = message[_searched..].IndexOf(Grammar.LF);
            var isWhole = found >= 0;
            var lf = isWhole ? _searched + found : message.Length;
            var next = isWhole ? lf + 1 : lf;
            if (next - _start > _maxBytes)
                return ParseResult.Rejected(RejectionReason.FieldSectionTooLarge, _start + _maxBytes);
            if (!isWhole)
            {
                _searched = lf;
                return ParseResult.NeedMore;
            }

            var isCrLf = lf > _lineStart && message[lf - 1] == Grammar.CR;
            var end = isCrLf ? lf - 1 : lf;
            if (end > _lineStart)
            {
                var result = ParseLine(message, _lineStart, end);
                if (result.IsRejected)
                    return result;
            }

            if (!isCrLf)
                return ParseResult.Rejected(RejectionReason.BareLf, lf);
            var isEmpty = end == _lineStart;
            _lineStart = _searched = next;
            if (isEmpty)
                return ParseResult.Complete(next);
        }
    }

    /// <summary>
    /// The fast pass: accepts whole, ordinary lines, <c>name ":" value CRLF</c>, and never rejects. A line is ordinary when its name has
    /// only letters and <c>-</c>, its value only visible ASCII and SP, and when no known field comes twice. Before every other line, be it
    /// wrong, right in a rarer way, or still arriving, the pass stops, and <see cref="Parse"/> judges that line: all reasons and offsets
    /// come from there. The pass is fast because <see cref="ByteClasses"/> finds both ends in 32 bytes at once, without a search for each.
    /// </summary>
    /// <returns>Whether the section is complete.</returns>
    public bool Accept(ReadOnlySpan<byte> message)
    {
        message = message.Length - _start > _maxBytes ? message[..(_start + _maxBytes)] : message; // their sum may be more than an int
        var line = _lineStart;
        while (message.Length >= ByteClasses.Block && line < message.Length)
        {
            ByteClasses.FindEnds(message, line, out var colon, out var cr);
            if (cr + 1 >= message.Length || message[cr] != Grammar.CR || message[cr + 1] != Grammar.LF)
                return false;
            if (cr == line)
            {
                _lineStart = _searched = line + EmptyLine;
                return true;
            }

            if (message[colon] != ':' || colon == line || Count >= _lines.Length || Count >= _maxCount)
                return false;
            var known = KnownFields.Recognise(message[line..colon]);
            if (known != KnownField.Other && Contains(known))
                return false;
            var followsOneSp = message[colon + 1] == Grammar.SP && message[colon + 2] > Grammar.SP && message[cr - 1] > Grammar.SP;
            var value = followsOneSp ? new ByteRange(colon + 2, cr - colon - 2) : Grammar.TrimOws(message, colon + 1, cr);
            _lines[Count++] = new FieldLine(new ByteRange(line, colon - line), value, known);
            _seen |= 1u << (int)known;
            _lineStart = _searched = line = cr + 2;
        }

        return false;
    }

    private ParseResult ParseLine(ReadOnlySpan<byte> message, int start, int end)
    {
        if (Grammar.IsOws(message[start]))
        {
            // RFC 9112 §2.2 and §5.2: a line that begins with white space either hides a field from someone or continues one.
            var reason = Count == 0 ? RejectionReason.WhitespaceBeforeFields : RejectionReason.ObsoleteFolding;
            return ParseResult.Rejected(reason, start);
        }

        if (Count == _maxCount)
            return ParseResult.Rejected(RejectionReason.TooManyFields, start, end - start);
        if (Count == _lines.Length)
            Array.Resize(ref _lines, Math.Min(Math.Max(16, _lines.Length * 2), limits.FieldCount));
        ref var field = ref _lines[Count];
        var result = FieldLineParser.Parse(message, start, end, ref field);
        if (result.IsRejected)
            return result;
        if (Contains(field.Known) && KnownFields.IsSingleton(field.Known) && !(field.Known == KnownField.ContentLength ? repeatableLength : repeatable))
            return ParseResult.Rejected(RejectionReason.FieldRepeated, start, end - start);

        _seen |= 1u << (int)field.Known;
        Count++;
        return result;
    }

    /// <summary>Whether there was such a line.</summary>
    public bool Contains(KnownField known) => (_seen & (1u << (int)known)) != 0;
}
