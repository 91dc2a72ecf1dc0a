namespace HandRolledHttp.Http1;

/// <summary>
/// RFC 9112 §7.1:
/// <code>
/// chunked-body    = *chunk last-chunk trailer-section CRLF
/// chunk           = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
/// last-chunk      = 1*("0") [ chunk-ext ] CRLF
/// trailer-section = *( field-line CRLF )
/// </code>
/// Fed with whatever has arrived; gives back how much of it is used up and which part of that is content.
/// </summary>
public sealed class ChunkedDecoder
{
    private readonly Limits _limits;
    private readonly FieldSection _trailers;
    private Stage _stage;
    private long _left;
    private int _extensionsUsed;
    private int _usedBytes;
    private int _usedFields;

    /// <summary>Makes a decoder for the bodies of one connection.</summary>
    public ChunkedDecoder(Limits limits)
    {
        _limits = limits;
        _trailers = new FieldSection(limits);
    }

    /// <summary>What comes next.</summary>
    internal enum Stage
    {
        Header,
        Data,
        DataEnd,
        Trailers,
        Done,
    }

    /// <summary>What the next bytes will be taken for.</summary>
    internal Stage Expected => _stage;

    /// <summary>The trailer fields, once the body is complete; their ranges count from the first of the bytes that were given last.</summary>
    public ReadOnlySpan<FieldLine> Trailers => _stage == Stage.Done ? _trailers.Lines : [];

    /// <summary>Makes ready for the body that follows <paramref name="head"/>; trailers share the head's limits.</summary>
    public void Begin(RequestHead head) => Begin(head.FieldSectionLength, head.Fields.Length);

    internal void Begin(int usedBytes, int usedFields)
    {
        _stage = Stage.Header;
        _left = 0;
        _extensionsUsed = 0;
        _usedBytes = usedBytes;
        _usedFields = usedFields;
    }

    /// <summary>Takes one step: a chunk's header, a piece of its data, or the trailers.</summary>
    /// <param name="bytes">What has arrived and was not used up yet.</param>
    /// <param name="used">How many of them are used up; the rest must be given again, with more after it.</param>
    /// <param name="content">The part of them that is content; empty when there is none this time.</param>
    /// <returns>
    /// NeedMore: call again with the bytes after <paramref name="used"/>, and with more once nothing is used up.
    /// Complete: the body ended with the bytes used up. Rejected: offsets count from the first of <paramref name="bytes"/>.
    /// </returns>
    public ParseResult Decode(ReadOnlySpan<byte> bytes, out int used, out ByteRange content)
    {
        used = 0;
        content = default;
        switch (_stage)
        {
            case Stage.Header:
                return DecodeHeader(bytes, out used);
            case Stage.Data:
                used = (int)Math.Min(_left, bytes.Length);
                content = new ByteRange(0, used);
                _left -= used;
                if (_left == 0)
                    _stage = Stage.DataEnd;
                return ParseResult.NeedMore;
            case Stage.DataEnd:
                return DecodeDataEnd(bytes, out used);
            case Stage.Trailers:
                var result = _trailers.Parse(bytes);
                if (!result.IsComplete)
                    return result;
                used = result.Offset;
                _stage = Stage.Done;
                return result;
            default:
                return ParseResult.Complete(0);
        }
    }

    private ParseResult DecodeHeader(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 0;
        var lf = bytes.IndexOf(Grammar.LF);
        var whole = lf >= 0;
        var line = whole ? bytes[..lf] : bytes;
        var endsInCr = line.Length > 0 && line[^1] == Grammar.CR;
        if (endsInCr)
            line = line[..^1];

        var maxExtension = Math.Min(_limits.ChunkExtension, _limits.ChunkExtensions - _extensionsUsed);
        var result = ChunkHeader.Parse(line, whole, maxExtension, out var size);
        if (!result.IsComplete)
            return result;
        if (!endsInCr)
            return ParseResult.Rejected(RejectionReason.BareLf, lf);

        used = lf + 1;
        _extensionsUsed += ChunkHeader.ExtensionLength(line);
        _left = size;
        _stage = size > 0 ? Stage.Data : Stage.Trailers;
        if (size == 0)
            _trailers.Begin(0, _usedBytes, _usedFields);
        return ParseResult.NeedMore;
    }

    // The data must end where its size said; otherwise what follows could be taken for the next chunk by one and for data by another.
    private ParseResult DecodeDataEnd(ReadOnlySpan<byte> bytes, out int used)
    {
        used = 0;
        if (bytes.Length > 0 && bytes[0] != Grammar.CR)
            return ParseResult.Rejected(bytes[0] == Grammar.LF ? RejectionReason.BareLf : RejectionReason.ChunkDataNotTerminated, 0);
        if (bytes.Length < 2)
            return ParseResult.NeedMore;
        if (bytes[1] != Grammar.LF)
            return ParseResult.Rejected(RejectionReason.BareCr, 0);
        used = 2;
        _stage = Stage.Header;
        return ParseResult.NeedMore;
    }
}
