using HandRolledHttp.Http1;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Reads one message with the parser and the chunk decoder as it arrives. It is like Understanding in the vector tests, but keeps ranges
/// instead of strings, because millions of runs must not allocate.
/// </summary>
internal sealed class Reading
{
    private readonly RequestHeadParser _parser;
    private readonly ChunkedDecoder _decoder;
    private byte[] _content = [];
    private int _contentLength;
    private int _read; // the first unconsumed byte of the body

    public Reading(Limits limits, bool secure)
    {
        _parser = new RequestHeadParser(limits, secure);
        _decoder = new ChunkedDecoder(limits);
    }

    public RequestHead Head => _parser.Head;

    /// <summary>The last result; its offset counts from the first byte of the message.</summary>
    public ParseResult Result { get; private set; }

    /// <summary>Whether the head is complete and valid.</summary>
    public bool HasHead { get; private set; }

    /// <summary>The trailer fields of a complete message; their ranges count from <see cref="TrailersStart"/>.</summary>
    public ReadOnlySpan<FieldLine> Trailers => _decoder.Trailers;

    public int TrailersStart { get; private set; }

    public ReadOnlySpan<byte> Content => _content.AsSpan(0, _contentLength);

    public void Begin()
    {
        _parser.Reset();
        _contentLength = _read = TrailersStart = 0;
        Result = ParseResult.NeedMore;
        HasHead = false;
    }

    /// <summary>Reads a message of which no more bytes will arrive.</summary>
    public ParseResult ReadWhole(ReadOnlySpan<byte> message)
    {
        Begin();
        return Take(message);
    }

    /// <summary>Continues with the bytes that have arrived, from the message's first byte.</summary>
    public ParseResult Take(ReadOnlySpan<byte> arrived)
    {
        if (!HasHead)
        {
            Result = _parser.Parse(arrived);
            if (!Result.IsComplete)
                return Result;
            FindingException.Require(Result.Offset == Head.Length, "The head's length is not what was consumed.");
            HasHead = true;
            _read = Head.Length;
            _decoder.Begin(Head);
        }

        return Result = Head.BodyKind == BodyKind.Chunked ? TakeChunks(arrived) : TakeCounted(arrived);
    }

    private ParseResult TakeCounted(ReadOnlySpan<byte> arrived)
    {
        var take = (int)Math.Min(arrived.Length - _read, Head.ContentLength - _contentLength);
        Keep(arrived.Slice(_read, take));
        _read += take;
        return _contentLength == Head.ContentLength ? ParseResult.Complete(_read) : ParseResult.NeedMore;
    }

    private ParseResult TakeChunks(ReadOnlySpan<byte> arrived)
    {
        while (true)
        {
            var rest = arrived[_read..];
            var result = _decoder.Decode(rest, out var used, out var content);
            if (result.IsRejected)
                return result with { Offset = _read + result.Offset };
            FindingException.Require(used >= 0 && used <= rest.Length, "More was used up than had arrived.");
            FindingException.Require(content.Offset >= 0 && content.Length >= 0 && content.End <= used, "Content lies outside of what was used up.");
            Keep(content.Of(rest));
            TrailersStart = _read;
            _read += used;
            if (result.IsComplete)
                return ParseResult.Complete(_read);
            if (used == 0)
                return ParseResult.NeedMore;
        }
    }

    private void Keep(ReadOnlySpan<byte> content)
    {
        if (_content.Length < _contentLength + content.Length)
            Array.Resize(ref _content, Math.Max(256, (_contentLength + content.Length) * 2));
        content.CopyTo(_content.AsSpan(_contentLength));
        _contentLength += content.Length;
    }
}
