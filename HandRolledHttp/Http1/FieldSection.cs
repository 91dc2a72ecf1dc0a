namespace HandRolledHttp.Http1;

/// <summary>
/// The field lines of a head or of a trailer section, including the empty line that ends them.
/// <code>
/// *( field-line CRLF ) CRLF          RFC 9112 §2.1, §7.1.2
/// </code>
/// A line is checked only when its end has arrived, so the result never depends on how the bytes were split.
/// </summary>
/// <param name="limits">The limits of the section.</param>
/// <param name="repeatable">
/// Whether a repeated singleton is accepted, as in a client that only reads; a second Content-Length is still rejected.
/// </param>
/// <param name="repeatableLength">Whether a second Content-Length is accepted too: the caller compares the values (RFC 9110 §8.6).</param>
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

    /// <summary>The section's length in bytes, once it is complete.</summary>
    public int Length => _lineStart - _start;

    /// <summary>Begins a section.</summary>
    /// <param name="start">The offset of its first line in the message.</param>
    /// <param name="usedBytes">The bytes that an earlier section of the same message used of the limit.</param>
    /// <param name="usedCount">The fields that it used of the limit.</param>
    public void Begin(int start, int usedBytes = 0, int usedCount = 0)
    {
        Count = 0;
        _seen = 0;
        _start = _lineStart = _searched = start;
        _maxBytes = Math.Max(limits.FieldSection - usedBytes, EmptyLine); // a section without fields always fits
        _maxCount = limits.FieldCount - usedCount;
    }

    /// <summary>Continues after the last call.</summary>
    /// <param name="message">The message from its first byte, as far as it has arrived.</param>
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
    /// The fast pass: accepts complete, ordinary lines, <c>name ":" value CRLF</c>, and never rejects. A line is ordinary if its name has
    /// only letters and <c>-</c>, its value only visible ASCII and SP, and no known field occurs twice. The pass stops before any other
    /// line: wrong, valid in a rarer way, or incomplete. <see cref="Parse"/> then parses that line, so all reasons and offsets come from
    /// one place. The pass is fast because <see cref="ByteClasses"/> finds both ends in 32 bytes at once, without a search for each.
    /// </summary>
    /// <returns>Whether the section is complete.</returns>
    public bool Accept(ReadOnlySpan<byte> message)
    {
        message = message.Length - _start > _maxBytes ? message[..(_start + _maxBytes)] : message; // their sum may exceed an int
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
            // RFC 9112 §2.2 and §5.2: a line that begins with white space either continues a field or hides one from another parser.
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

    /// <summary>Whether such a line occurred.</summary>
    public bool Contains(KnownField known) => (_seen & (1u << (int)known)) != 0;
}
