using System.Buffers;
using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Http1;
using HandRolledHttp.Web.Conditions;
using HandRolledHttp.Web.WebSockets;
using RawSocketServer.Listening;

namespace HandRolledHttp.Web;

/// <summary>
/// The response of a handler. A small body is collected until the handler returns, so that its length is known. A larger or flushed body
/// is sent in chunks (to an HTTP/1.0 client: until the connection closes). A handler is the same in all cases.
/// </summary>
public sealed class HttpResponse
{
    private const int MaxGathered = 8 * 1024;

    private readonly ITransport _transport;
    private readonly SendBuffer _output;
    private readonly DateField _date;
    private readonly BorrowedBuffer _gathered = new(MaxGathered);
    private readonly List<KeyValuePair<string, string>> _fields = [];
    private HttpRequest _request = null!;
    private RequestConditions? _conditions;
    private Framing _framing;
    private int _gatheredLength;
    private bool _isHead;
    private bool _isReplaced; // by 304 or 412; the handler continues to write, without effect
    private long _written;

    internal HttpResponse(ITransport transport, SendBuffer output, DateField date, HttpServerOptions options)
    {
        Options = options;
        _transport = transport;
        _output = output;
        _date = date;
    }

    private enum Framing
    {
        Undecided,
        None,
        Counted,
        Chunked,
        UntilClose,
    }

    /// <summary>The status code of a final response, 200 to 599. Default 200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    /// <exception cref="InvalidOperationException">The head was already sent.</exception>
    public int Status
    {
        get;
        set
        {
            ThrowIfStarted();
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 200);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 599);
            field = value;
        }
    }

    /// <summary>Content-Type; null sends none.</summary>
    /// <exception cref="ArgumentException">The value contains a character that would end the field line.</exception>
    /// <exception cref="InvalidOperationException">The head was already sent.</exception>
    public string? ContentType
    {
        get;
        set
        {
            ThrowIfStarted();
            if (value is not null)
                ResponseHeadWriter.Check("Content-Type", value);
            field = value;
        }
    }

    /// <summary>Content-Length in bytes, 0 or more; null if the length is not known in advance.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    /// <exception cref="InvalidOperationException">
    /// The head was already sent. A body of another length would become part of the next response (RFC 9112 §6.3).
    /// </exception>
    public long? ContentLength
    {
        get;
        set
        {
            ThrowIfStarted();
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    /// <summary>True when the head is sent and cannot be changed.</summary>
    public bool HasStarted => _framing != Framing.Undecided;

    internal HttpServerOptions Options { get; }

    internal HttpRequest Request => _request;

    /// <summary>The protocol after this response, which is then a 101; else null.</summary>
    internal WebSocketUpgrade? Upgrade { get; set; }

    /// <summary>The connection stays open after this response.</summary>
    internal bool IsPersistent { get; private set; }

    internal void Begin(HttpRequest request)
    {
        _request = request;
        _conditions = null;
        _isReplaced = false;
        _isHead = request.MethodBytes.SequenceEqual("HEAD"u8);
        IsPersistent = request.Head.IsPersistent;
        _framing = Framing.Undecided;
        _output.BeginResponse();
        Reset();
    }

    /// <summary>Discards everything that was set and written; possible until the head is sent.</summary>
    internal void Reset()
    {
        Status = 200;
        ContentType = null;
        ContentLength = null;
        Upgrade = null;
        _written = 0;
        _fields.Clear();
        _gatheredLength = 0;
    }

    /// <summary>Makes a successful response depend on the request's conditions (RFC 9110 §13).</summary>
    internal void DependOn(RequestConditions conditions)
    {
        _conditions = conditions;
        _request.Body.BeforeFirstRead = conditions.IsRetrieval ? null : () => conditions.Require(_date.Now);
    }

    /// <summary>The handler has evaluated the conditions.</summary>
    internal void ConditionsAreWeighed() => _conditions = null;

    /// <summary>Releases the memory between two responses.</summary>
    internal void Release() => _gathered.GiveBack();

    /// <summary>Closes the connection after this response, which then has <c>Connection: close</c>.</summary>
    internal void CloseAfter() => IsPersistent = false;

    /// <summary>Adds a field line; Content-Type, which may occur only once, is replaced.</summary>
    /// <exception cref="ArgumentException">
    /// The name or value would end the field line (RFC 9110 §5.5), or the connection writes this field itself: a second Content-Length, or
    /// a Transfer-Encoding beside it, makes response splitting possible.
    /// </exception>
    /// <exception cref="InvalidOperationException">The head was already sent.</exception>
    public void AddField(string name, string value)
    {
        ThrowIfStarted();
        ResponseHeadWriter.Check(name, value);
        if (ResponseHeadWriter.IsOwn(name))
            throw new ArgumentException($"{name} is written by the connection itself.", nameof(name));
        if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            ContentType = value;
        else
            _fields.Add(new(name, value));
    }

    /// <summary>Writes a piece of the body.</summary>
    /// <exception cref="InvalidOperationException">It exceeds <see cref="ContentLength"/>, or the status has no body.</exception>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_framing == Framing.Undecided && ContentLength is null && _gatheredLength + bytes.Length <= MaxGathered)
        {
            bytes.CopyTo(_gathered.Borrow()[_gatheredLength..]);
            _gatheredLength += bytes.Length;
            return ValueTask.CompletedTask;
        }

        return bytes.Length == 0 ? ValueTask.CompletedTask : StartAndSendAsync(bytes);
    }

    /// <summary>Writes a piece of the body as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">It exceeds <see cref="ContentLength"/>, or the status has no body.</exception>
    public ValueTask WriteAsync(string text)
    {
        if (_framing != Framing.Undecided || ContentLength is not null || _gatheredLength + Encoding.UTF8.GetMaxByteCount(text.Length) > MaxGathered)
            return WriteAsync(Encoding.UTF8.GetBytes(text));
        _gatheredLength += Encoding.UTF8.GetBytes(text, _gathered.Borrow().Span[_gatheredLength..]);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends the written bytes without waiting for more.</summary>
    public async ValueTask FlushAsync()
    {
        if (_framing == Framing.Undecided)
            await StartAsync();
        await _output.FlushAsync();
    }

    private void ThrowIfStarted()
    {
        if (HasStarted)
            throw new InvalidOperationException("The head of the response is out and cannot be changed.");
    }

    /// <summary>Completes the response after the handler returned.</summary>
    internal async ValueTask FinishAsync()
    {
        if (_framing == Framing.Undecided)
        {
            ContentLength ??= ResponseHeadWriter.IsBodiless(Status) ? null : _gatheredLength;
            await StartAsync();
        }

        if (_framing == Framing.Chunked && !_isHead)
            _output.Write("0\r\n\r\n"u8);
        if (_framing == Framing.Counted && !_isHead && !_isReplaced && _written != ContentLength)
            throw new InvalidOperationException($"The handler promised {ContentLength} bytes and wrote {_written}.");
    }

    private async ValueTask StartAndSendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_framing == Framing.Undecided)
            await StartAsync();
        await SendPieceAsync(bytes);
    }

    private ValueTask StartAsync()
    {
        var taking = _output.TakeAsync();
        return taking.IsCompletedSuccessfully ? StartNowAsync() : WaitAndStartAsync(taking);
    }

    private async ValueTask WaitAndStartAsync(ValueTask taking)
    {
        await taking;
        await StartNowAsync();
    }

    private ValueTask StartNowAsync()
    {
        if (Upgrade is not null)
            return SwitchProtocols(Upgrade);
        if (_conditions is not null && Status < 300)
            WeighConditions(_conditions);

        // RFC 9110 §15.3.6: a 205 must not have content; unlike a 204, it still needs a Content-Length.
        if (Status == 205)
            ContentLength = 0;
        _framing = ResponseHeadWriter.IsBodiless(Status) ? Framing.None
            : ContentLength is not null ? Framing.Counted
            : _request.Head.MinorVersion >= 1 ? Framing.Chunked
            : Framing.UntilClose;
        IsPersistent = _request.Body.AnswerBegins() && IsPersistent && _framing != Framing.UntilClose && !_transport.IsDraining;
        WriteHead();
        return _gatheredLength > 0 ? SendPieceAsync(_gathered.Borrow()[.._gatheredLength]) : ValueTask.CompletedTask;
    }

    // Conditions apply only to successful responses, and 101 is not one (RFC 9110 §13.2.1). It has no content (§15.2).
    private ValueTask SwitchProtocols(WebSocketUpgrade upgrade)
    {
        if (_gatheredLength > 0)
            throw new InvalidOperationException("A response that opens a WebSocket has no body.");
        _framing = Framing.None;
        ResponseHeadWriter.WriteStatusLine(_output, 101);
        _output.Write(_date.Line().Span);
        ResponseHeadWriter.WriteField(_output, "Upgrade", "websocket");
        ResponseHeadWriter.WriteField(_output, "Connection", "Upgrade");
        ResponseHeadWriter.WriteField(_output, "Sec-WebSocket-Accept", upgrade.Accept);
        if (upgrade.Protocol is { } protocol)
            ResponseHeadWriter.WriteField(_output, "Sec-WebSocket-Protocol", protocol);
        foreach (var (name, value) in _fields)
            ResponseHeadWriter.WriteField(_output, name, value);
        _output.Write("\r\n"u8);
        return ValueTask.CompletedTask;
    }

    private void WeighConditions(RequestConditions conditions)
    {
        if (!conditions.IsRetrieval)
        {
            conditions.Require(_date.Now);
            return;
        }

        var outcome = conditions.Weigh(_fields, _date.Now);
        if (outcome is not (Precondition.NotModified or Precondition.Failed))
            return;
        var isNotModified = outcome == Precondition.NotModified;
        var kept = isNotModified ? _fields.FindAll(line => RequestConditions.IsKeptBy304(line.Key)) : [];
        Reset();
        _fields.AddRange(kept);
        Status = isNotModified ? 304 : 412;
        ContentLength = isNotModified ? null : 0;
        _isReplaced = true;
    }

    private void WriteHead()
    {
        ResponseHeadWriter.WriteStatusLine(_output, Status);
        _output.Write(_date.Line().Span);
        if (ContentType is { } type)
            ResponseHeadWriter.WriteField(_output, "Content-Type", type);
        if (_framing == Framing.Counted)
            ResponseHeadWriter.WriteContentLength(_output, ContentLength!.Value);
        if (_framing == Framing.Chunked)
            _output.Write("Transfer-Encoding: chunked\r\n"u8);
        foreach (var (name, value) in _fields)
            ResponseHeadWriter.WriteField(_output, name, value);

        // HTTP/1.1 keeps the connection open by default, HTTP/1.0 closes it.
        if (!IsPersistent)
            _output.Write("Connection: close\r\n"u8);
        else if (_request.Head.MinorVersion == 0)
            _output.Write("Connection: keep-alive\r\n"u8);
        if (Status == 426)
            _output.Write("Connection: upgrade\r\n"u8); // Upgrade applies to this connection only (RFC 9110 §7.8)
        _output.Write("\r\n"u8);
    }

    private ValueTask SendPieceAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_isReplaced)
            return ValueTask.CompletedTask;
        if (_framing == Framing.None)
            throw new InvalidOperationException($"A {Status} response has no body (RFC 9110 §6.4.1).");
        _written += bytes.Length;
        if (_framing == Framing.Counted && _written > ContentLength)
            throw new InvalidOperationException($"The handler promised {ContentLength} bytes and writes more.");
        if (_isHead)
            return ValueTask.CompletedTask;
        return _framing == Framing.Chunked ? SendChunkAsync(bytes) : _output.WriteAsync(bytes);
    }

    private async ValueTask SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        ResponseHeadWriter.WriteChunkSize(_output, bytes.Length);
        await _output.WriteAsync(bytes);
        _output.Write("\r\n"u8);
    }
}
