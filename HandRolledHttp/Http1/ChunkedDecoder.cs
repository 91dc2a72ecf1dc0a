namespace HandRolledHttp.Http1;

/// <summary>
/// RFC 9112 §7.1:
/// <code>
/// chunked-body    = *chunk last-chunk trailer-section CRLF
/// chunk           = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
/// last-chunk      = 1*("0") [ chunk-ext ] CRLF
/// trailer-section = *( field-line CRLF )
/// </code>
/// The caller passes the bytes that have arrived, and learns how many of them are consumed and which part is content.
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

    /// <summary>The part of the body that comes next.</summary>
    internal enum Stage
    {
        Header,
        Data,
        DataEnd,
        Trailers,
        Done,
    }

    /// <summary>The part of the body that the next bytes belong to.</summary>
    internal Stage Expected => _stage;

    /// <summary>The trailer fields, once the body is complete; their ranges count from the first byte of the last call.</summary>
    public ReadOnlySpan<FieldLine> Trailers => _stage == Stage.Done ? _trailers.Lines : [];

    /// <summary>Prepares for the body that follows <paramref name="head"/>; trailers share the head's limits.</summary>
    public void Begin(RequestHead head) => Begin(head.FieldSectionLength, head.Fields.Length);

    internal void Begin(int usedBytes, int usedFields)
    {
        _stage = Stage.Header;
        _left = 0;
        _extensionsUsed = 0;
        _usedBytes = usedBytes;
        _usedFields = usedFields;
    }

    /// <summary>Decodes one element: a chunk's header, a piece of its data, or the trailers.</summary>
    /// <param name="bytes">The received bytes that are not consumed yet.</param>
    /// <param name="used">The number of consumed bytes; pass the rest again, with more after it.</param>
    /// <param name="content">The part of the bytes that is content; empty if this call found none.</param>
    /// <returns>
    /// NeedMore: call again with the bytes after <paramref name="used"/>, and with more bytes if none was consumed. Complete: the body
    /// ended with the consumed bytes. Rejected: offsets count from the first of <paramref name="bytes"/>.
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

    // The data must end after exactly its size. Otherwise one parser reads the next bytes as a chunk and another as data.
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
