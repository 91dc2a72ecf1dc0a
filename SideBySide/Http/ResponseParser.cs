using System.Globalization;
using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>The fault of a response.</summary>
internal enum ResponseFault
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The first line is not a status line.</summary>
    StatusLine,

    /// <summary>The first line ends with LF alone.</summary>
    StatusLineEnd,

    /// <summary>The status code is below 100.</summary>
    StatusCode,

    /// <summary>The reason phrase contains a control character.</summary>
    Reason,

    /// <summary>A field or a chunk is invalid; <see cref="ResponseParser.Broken"/> has the rule.</summary>
    Syntax,

    /// <summary>Content-Length is not a number, too large, or has two different values.</summary>
    ContentLength,
}

/// <summary>
/// One response, as ranges into its stream, RFC 9112 §4:
/// <code>
/// status-line = HTTP-version SP status-code SP [ reason-phrase ]
/// </code>
/// Field lines and chunks have the same syntax in both directions, so the server's own parser reads them. The SP before an absent reason is
/// optional here: many servers omit it.
/// </summary>
internal sealed class ResponseParser
{
    // A client has requested this response; only the limit on the kept bytes bounds it.
    private static readonly Limits s_limits = new()
    {
        FieldSection = int.MaxValue,
        FieldCount = 10_000,
        ChunkExtension = int.MaxValue,
        ChunkExtensions = int.MaxValue,
    };

    private byte[]? _unfolded;

    private ResponseParser(int offset) => Offset = End = offset;

    /// <summary>The first byte.</summary>
    public int Offset { get; }

    /// <summary>The first byte after it, or the first byte that was not parsed.</summary>
    public int End { get; private set; }

    /// <summary>The first byte after the status line and its CRLF; 0 until it has arrived.</summary>
    public int StatusLineEnd { get; private set; }

    /// <summary>The first byte after the empty line; 0 until it has arrived.</summary>
    public int HeadEnd { get; private set; }

    /// <summary><c>HTTP/1.1</c>.</summary>
    public ByteRange Version => new(Offset, 8);

    /// <summary>Three digits.</summary>
    public ByteRange Code => new(Offset + 9, 3);

    /// <summary>The reason phrase; may be empty.</summary>
    public ByteRange Reason { get; private set; }

    public int Status { get; private set; }

    /// <summary>The complete field lines.</summary>
    public IReadOnlyList<FieldLine> Fields { get; private set; } = [];

    /// <summary>The text of the fields: the stream, or a copy with unfolded lines, so that each value is one line. Positions are the
    /// same.</summary>
    public ReadOnlySpan<byte> FieldText(ReadOnlySpan<byte> stream) => _unfolded ?? stream;

    public bool IsFolded => _unfolded is not null;

    public ResponseEnd Framing { get; private set; }

    public long ContentLength { get; private set; }

    /// <summary>The chunked body, if it is chunked.</summary>
    public ChunkedBody? Chunks { get; private set; }

    /// <summary>The part that the chunk decoder expected when it stopped.</summary>
    public ChunkedDecoder.Stage StoppedAt { get; private set; }

    /// <summary>The content, in the pieces in which it arrived.</summary>
    public IReadOnlyList<ByteRange> Content { get; private set; } = [];

    public bool IsComplete { get; private set; }

    public ResponseFault Fault { get; private set; }

    /// <summary>The position of the fault and, for <see cref="ResponseFault.Syntax"/>, the broken rule.</summary>
    public ParseResult Broken { get; private set; }

    /// <summary>The framing, in the words of <see cref="ParsedResponse.Framing"/>.</summary>
    public string FramingName => HeadEnd == 0 ? UnknownFraming : NameOf(Framing);

    /// <summary>The <see cref="FramingName"/> until the head is complete.</summary>
    internal const string UnknownFraming = "unknown";

    /// <summary>The <see cref="FramingName"/> of an end.</summary>
    internal static string NameOf(ResponseEnd end) => end switch
    {
        ResponseEnd.None => "none",
        ResponseEnd.ContentLength => "content-length",
        ResponseEnd.Chunked => "chunked",
        ResponseEnd.UntilClose => "until-close",
        ResponseEnd.Tunnel => "tunnel",
        _ => UnknownFraming,
    };

    /// <summary>Reads one response from the available bytes.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="offset">The response's first byte.</param>
    /// <param name="method">The method of its request, if known.</param>
    /// <param name="ended">Whether the server has finished sending.</param>
    public static ResponseParser Read(ReadOnlySpan<byte> stream, int offset, string? method, bool ended)
    {
        var response = new ResponseParser(offset);
        if (response.ReadStatusLine(stream) && response.ReadFields(stream))
            response.ReadBody(stream, method, ended);
        return response;
    }

    /// <summary>Reads response after response, up to the first that is incomplete or that ends HTTP on the connection.</summary>
    /// <param name="stream">All bytes that a server sent.</param>
    /// <param name="offset">The first byte to read.</param>
    /// <param name="methods">The methods of the requests in order, if known.</param>
    /// <param name="ended">Whether the server has finished sending.</param>
    public static IEnumerable<ResponseParser> ReadAll(ReadOnlyMemory<byte> stream, int offset, IReadOnlyList<string>? methods, bool ended)
    {
        for (var finals = 0; offset < stream.Length;)
        {
            var reading = Read(stream.Span, offset, methods is not null && finals < methods.Count ? methods[finals] : null, ended);
            yield return reading;
            if (!reading.IsComplete || reading.Framing == ResponseEnd.Tunnel)
                yield break;
            finals += reading.Status >= 200 ? 1 : 0;
            offset = reading.End;
        }
    }

    /// <summary>Whether the bytes can be the beginning of a response.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> bytes) =>
        bytes.Length > 0 && bytes[..Math.Min(bytes.Length, 5)].SequenceEqual("HTTP/"u8[..Math.Min(bytes.Length, 5)]);

    /// <summary>Whether the connection persists: as for requests (RFC 9112 §9.3), unless the body ends with the connection.</summary>
    public bool IsPersistent(ReadOnlySpan<byte> stream)
    {
        stream = FieldText(stream);
        return Framing is not (ResponseEnd.UntilClose or ResponseEnd.Unknown)
            && Persistence.Allow(stream, Fields.ToArray(), stream[Version.End - 1] - '0');
    }

    private bool ReadStatusLine(ReadOnlySpan<byte> stream)
    {
        var arrived = stream[Offset..];
        var form = "HTTP/1.d ddd"u8;
        for (var i = 0; i < Math.Min(form.Length, arrived.Length); i++)
        {
            if (form[i] == 'd' ? !Grammar.IsDigit(arrived[i]) : arrived[i] != form[i])
                return Fail(ResponseFault.StatusLine, ParseResult.Rejected(RejectionReason.None, Offset + i));
        }

        var lf = arrived.IndexOf(Grammar.LF);
        if (lf < 0)
            return false;
        var end = lf > 0 && arrived[lf - 1] == Grammar.CR ? lf - 1 : lf;
        if (end > form.Length && arrived[form.Length] != Grammar.SP)
            return Fail(ResponseFault.StatusLine, ParseResult.Rejected(RejectionReason.None, Offset + form.Length));
        Reason = new ByteRange(Offset + Math.Min(form.Length + 1, end), Math.Max(0, end - form.Length - 1));
        var bad = Reason.Of(stream).IndexOfAny(Grammar.NotFieldValue);
        if (bad >= 0)
            return Fail(ResponseFault.Reason, ParseResult.Rejected(RejectionReason.None, Reason.Offset + bad, 1));
        if (end == lf)
            return Fail(ResponseFault.StatusLineEnd, ParseResult.Rejected(RejectionReason.BareLf, Offset + lf, 1));

        Status = int.Parse(Code.Of(stream), NumberStyles.None, CultureInfo.InvariantCulture);
        if (Status < 100)
            return Fail(ResponseFault.StatusCode, ParseResult.Rejected(RejectionReason.None, Code.Offset, Code.Length));
        StatusLineEnd = End = Offset + lf + 1;
        return true;
    }

    private bool ReadFields(ReadOnlySpan<byte> stream)
    {
        _unfolded = FieldFolding.Unfold(stream, StatusLineEnd);
        var section = new FieldSection(s_limits, repeatable: true, repeatableLength: true); // a second Date does not invalidate a response
        section.Begin(StatusLineEnd);
        var result = section.Parse(FieldText(stream));
        Fields = section.Lines.ToArray();
        if (result.IsRejected)
            return Fail(ResponseFault.Syntax, result);
        if (!result.IsComplete)
            return false;
        HeadEnd = End = result.Offset;
        return true;
    }

    private void ReadBody(ReadOnlySpan<byte> stream, string? method, bool ended)
    {
        (Framing, ContentLength) = ResponseFraming.Judge(FieldText(stream), Status, method, Fields);
        switch (Framing)
        {
            case ResponseEnd.None or ResponseEnd.Tunnel:
                IsComplete = true;
                break;
            case ResponseEnd.ContentLength:
                Take((int)Math.Min(ContentLength, stream.Length - HeadEnd));
                IsComplete = End - HeadEnd == ContentLength;
                break;
            case ResponseEnd.UntilClose:
                Take(stream.Length - HeadEnd);
                IsComplete = ended;
                break;
            case ResponseEnd.Chunked:
                var decoder = new ChunkedDecoder(s_limits);
                decoder.Begin(0, 0);
                Chunks = ChunkedBody.Read(stream, HeadEnd, decoder);
                Content = [.. Chunks.Content];
                End = Chunks.End;
                StoppedAt = decoder.Expected;
                IsComplete = Chunks.Result.IsComplete;
                if (Chunks.Result.IsRejected)
                    _ = Fail(ResponseFault.Syntax, Chunks.Result);
                break;
            default:
                _ = Fail(ResponseFault.ContentLength, ResponseFraming.WrongLength(FieldText(stream), Fields));
                break;
        }
    }

    private void Take(int length)
    {
        Content = length > 0 ? [new ByteRange(HeadEnd, length)] : [];
        End = HeadEnd + length;
    }

    private bool Fail(ResponseFault fault, ParseResult broken)
    {
        Fault = fault;
        Broken = broken;
        return false;
    }
}
