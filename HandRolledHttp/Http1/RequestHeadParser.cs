namespace HandRolledHttp.Http1;

/// <summary>
/// The head of a request, from its first byte to the empty line:
/// <code>
/// HTTP-message = start-line CRLF *( field-line CRLF ) CRLF [ message-body ]      RFC 9112 §2.1
/// </code>
/// Pure and incremental: the caller passes the message as far as it has arrived, always from its first byte, and gets the same result
/// however the bytes were split. No socket, stream or clock is used.
/// </summary>
public sealed class RequestHeadParser
{
    private readonly Limits _limits;
    private readonly bool _secure;
    private Stage _stage;
    private int _position;
    private int _emptyLines;

    /// <summary>Creates a parser for the requests of one connection.</summary>
    /// <param name="limits">How much is read before a request is rejected.</param>
    /// <param name="secure">Whether the connection uses TLS, so that <c>https</c> targets are valid.</param>
    public RequestHeadParser(Limits limits, bool secure = false)
    {
        _limits = limits;
        _secure = secure;
        Head = new RequestHead(limits);
        Reset();
    }

    private enum Stage
    {
        EmptyLines,
        RequestLine,
        Fields,
        Done,
    }

    /// <summary>The parsed head: complete once <see cref="Parse"/> returns Complete, valid until <see cref="Reset"/>.</summary>
    public RequestHead Head { get; }

    /// <summary>A byte of a request line has arrived. Empty lines before it are ignored (RFC 9112 §2.2) and do not count.</summary>
    public bool HasBegun => _stage != Stage.EmptyLines;

    /// <summary>Prepares for the next request.</summary>
    public void Reset()
    {
        _stage = Stage.EmptyLines;
        _position = 0;
        _emptyLines = 0;
        Head.Clear();
    }

    /// <summary>Continues after the last call.</summary>
    /// <param name="message">The message from its first byte, as far as it has arrived; bytes after its head are ignored.</param>
    /// <returns>Complete with the length of the head, NeedMore, or the first broken rule.</returns>
    public ParseResult Parse(ReadOnlySpan<byte> message)
    {
        if (_stage != Stage.EmptyLines || !OrdinaryRequest.Accept(message, _limits, Head))
            return Judge(message);
        _stage = Stage.Done;
        return ParseResult.Complete(Head.Length);
    }

    private ParseResult Judge(ReadOnlySpan<byte> message)
    {
        if (_stage == Stage.EmptyLines)
        {
            var result = SkipEmptyLines(message);
            if (!result.IsComplete)
                return result;
            _stage = Stage.RequestLine;
        }

        if (_stage == Stage.RequestLine)
        {
            var result = ParseRequestLine(message);
            if (!result.IsComplete)
                return result;
            Head.FieldSection.Begin(result.Offset);
            _stage = Stage.Fields;
        }

        if (_stage == Stage.Fields)
        {
            var result = Head.FieldSection.Parse(message);
            if (!result.IsComplete)
                return result;
            Head.Length = result.Offset;
            _stage = Stage.Done;
        }

        return Conclude(message);
    }

    // RFC 9112 §2.2: a server SHOULD ignore at least one empty line, since old clients sent one after a POST body.
    private ParseResult SkipEmptyLines(ReadOnlySpan<byte> message)
    {
        while (_position < message.Length && message[_position] is Grammar.CR or Grammar.LF)
        {
            if (message[_position] == Grammar.LF)
                return ParseResult.Rejected(RejectionReason.BareLf, _position);
            if (_position + 1 == message.Length)
                return ParseResult.NeedMore;
            if (message[_position + 1] != Grammar.LF)
                return ParseResult.Rejected(RejectionReason.BareCr, _position);
            if (++_emptyLines > _limits.EmptyLines)
                return ParseResult.Rejected(RejectionReason.TooManyEmptyLines, _position, 2);
            _position += 2;
        }

        return _position < message.Length ? ParseResult.Complete(_position) : ParseResult.NeedMore;
    }

    private ParseResult ParseRequestLine(ReadOnlySpan<byte> message)
    {
        var arrived = message[_position..];
        var lf = arrived.IndexOf(Grammar.LF);
        var whole = lf >= 0;
        var length = whole ? lf : arrived.Length;
        var endsInCr = arrived[Math.Max(length - 1, 0)] == Grammar.CR;

        var line = new ByteRange(_position, endsInCr ? length - 1 : length);
        var result = RequestLine.Parse(message, line, whole, _limits, Head);
        if (result.IsRejected && result.Reason == RejectionReason.VersionUnsupported && IsHttp2Preface(message))
            return result with { Reason = RejectionReason.Http2Preface };
        if (!result.IsComplete)
            return result;
        return endsInCr
            ? ParseResult.Complete(_position + lf + 1)
            : ParseResult.Rejected(RejectionReason.BareLf, _position + lf);
    }

    // RFC 9113 §3.4: "PRI * HTTP/2.0" was chosen so that an HTTP/1 server rejects it.
    private bool IsHttp2Preface(ReadOnlySpan<byte> message) => Head.MethodRange.Of(message).SequenceEqual("PRI"u8);

    // The rules about several parts of the head.
    private ParseResult Conclude(ReadOnlySpan<byte> message)
    {
        var result = RequestTarget.Parse(message, Head, _secure);
        if (!result.IsRejected)
            result = HostField.Judge(message, Head);
        if (!result.IsRejected)
            result = BodyFraming.Judge(message, Head);
        if (!result.IsRejected)
            result = Expectation.Judge(message, Head);
        if (result.IsRejected)
            return result;
        Persistence.Judge(message, Head);
        return ParseResult.Complete(Head.Length);
    }
}
