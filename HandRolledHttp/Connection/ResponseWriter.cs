using System.Buffers;
using System.Text;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Http1;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection;

/// <summary>
/// Writes a response, and chooses its framing (RFC 9112 §6.3). A small body is collected until the handler returns, so that its length is
/// known. A larger or flushed body is sent in chunks (to an HTTP/1.0 client: until the connection closes).
/// </summary>
internal sealed class ResponseWriter(ITransport transport, SendBuffer output, RequestMessage request, RequestBody body, DateField date)
{
    private const int MaxGathered = 8 * 1024;

    private readonly BorrowedBuffer _gathered = new(MaxGathered);
    private Framing _framing;
    private int _gatheredLength;
    private bool _isHead;
    private bool _isReplaced; // by 304 or 412; the handler continues to write, without effect
    private long _written;

    private enum Framing
    {
        Undecided,
        None,
        Counted,
        Chunked,
        UntilClose,
    }

    public int Status { get; set; }

    public string? ContentType { get; set; }

    /// <summary>Null if the length is not known in advance.</summary>
    public long? ContentLength { get; set; }

    /// <summary>The other field lines of the head; the connection writes its own.</summary>
    public List<KeyValuePair<string, string>> Fields { get; } = [];

    /// <summary>The protocol after this response, which is then a 101; else null.</summary>
    public WebSocketUpgrade? Upgrade { get; set; }

    /// <summary>The last change of the head before it is written; it may throw.</summary>
    public Action? BeforeHead { get; set; }

    /// <summary>True when the head is sent and cannot be changed.</summary>
    public bool HasStarted => _framing != Framing.Undecided;

    /// <summary>The connection stays open after this response.</summary>
    public bool IsPersistent { get; private set; }

    /// <summary>The time of the response.</summary>
    public DateTimeOffset Now => date.Now;

    public void Begin()
    {
        _isReplaced = false;
        _isHead = request.MethodBytes.SequenceEqual("HEAD"u8);
        IsPersistent = request.Head.IsPersistent;
        _framing = Framing.Undecided;
        BeforeHead = null;
        output.BeginResponse();
        Reset();
    }

    /// <summary>Discards everything that was set and written; possible until the head is sent.</summary>
    public void Reset()
    {
        Status = 200;
        ContentType = null;
        ContentLength = null;
        Upgrade = null;
        _written = 0;
        Fields.Clear();
        _gatheredLength = 0;
    }

    /// <summary>Replaces the response by one without content: 304 or 412. Nothing that the handler writes after it is sent.</summary>
    /// <param name="status">The status.</param>
    /// <param name="fields">The fields that it keeps.</param>
    public void ReplaceBy(int status, IReadOnlyCollection<KeyValuePair<string, string>> fields)
    {
        Reset();
        Fields.AddRange(fields);
        Status = status;
        ContentLength = ResponseHeadWriter.IsBodiless(status) ? null : 0;
        _isReplaced = true;
    }

    /// <summary>Closes the connection after this response, which then has <c>Connection: close</c>.</summary>
    public void CloseAfter() => IsPersistent = false;

    /// <summary>Releases the memory between two responses.</summary>
    public void Release() => _gathered.Release();

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
    public ValueTask WriteAsync(string text)
    {
        if (_framing != Framing.Undecided || ContentLength is not null
            || _gatheredLength + Encoding.UTF8.GetMaxByteCount(text.Length) > MaxGathered)
            return WriteAsync(Encoding.UTF8.GetBytes(text));
        _gatheredLength += Encoding.UTF8.GetBytes(text, _gathered.Borrow().Span[_gatheredLength..]);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends the written bytes without waiting for more.</summary>
    public async ValueTask FlushAsync()
    {
        if (_framing == Framing.Undecided)
            await StartAsync();
        await output.FlushAsync();
    }

    /// <summary>Completes the response after the handler returned.</summary>
    public async ValueTask FinishAsync()
    {
        if (_framing == Framing.Undecided)
        {
            ContentLength ??= ResponseHeadWriter.IsBodiless(Status) ? null : _gatheredLength;
            await StartAsync();
        }

        if (_framing == Framing.Chunked && !_isHead)
            output.Write("0\r\n\r\n"u8);
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
        var taking = output.TakeAsync();
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
        BeforeHead?.Invoke();

        // RFC 9110 §15.3.6: a 205 must not have content; unlike a 204, it still needs a Content-Length.
        if (Status == 205)
            ContentLength = 0;
        _framing = ResponseHeadWriter.IsBodiless(Status) ? Framing.None
            : ContentLength is not null ? Framing.Counted
            : request.Head.MinorVersion >= 1 ? Framing.Chunked
            : Framing.UntilClose;
        IsPersistent = body.BeginResponse() && IsPersistent && _framing != Framing.UntilClose && !transport.IsDraining;
        WriteHead();
        return _gatheredLength > 0 ? SendPieceAsync(_gathered.Borrow()[.._gatheredLength]) : ValueTask.CompletedTask;
    }

    // 101 has no content (RFC 9110 §15.2), and is not a success to which conditions could apply (§13.2.1).
    private ValueTask SwitchProtocols(WebSocketUpgrade upgrade)
    {
        if (_gatheredLength > 0)
            throw new InvalidOperationException("A response that opens a WebSocket has no body.");
        _framing = Framing.None;
        ResponseHeadWriter.WriteStatusLine(output, 101);
        output.Write(date.Line().Span);
        ResponseHeadWriter.WriteField(output, "Upgrade", "websocket");
        ResponseHeadWriter.WriteField(output, "Connection", "Upgrade");
        ResponseHeadWriter.WriteField(output, "Sec-WebSocket-Accept", upgrade.Accept);
        if (upgrade.Protocol is { } protocol)
            ResponseHeadWriter.WriteField(output, "Sec-WebSocket-Protocol", protocol);
        foreach (var (name, value) in Fields)
            ResponseHeadWriter.WriteField(output, name, value);
        output.Write("\r\n"u8);
        return ValueTask.CompletedTask;
    }

    private void WriteHead()
    {
        ResponseHeadWriter.WriteStatusLine(output, Status);
        output.Write(date.Line().Span);
        if (ContentType is { } type)
            ResponseHeadWriter.WriteField(output, "Content-Type", type);
        if (_framing == Framing.Counted)
            ResponseHeadWriter.WriteContentLength(output, ContentLength!.Value);
        if (_framing == Framing.Chunked)
            output.Write("Transfer-Encoding: chunked\r\n"u8);
        foreach (var (name, value) in Fields)
            ResponseHeadWriter.WriteField(output, name, value);

        // HTTP/1.1 keeps the connection open by default, HTTP/1.0 closes it.
        if (!IsPersistent)
            output.Write("Connection: close\r\n"u8);
        else if (request.Head.MinorVersion == 0)
            output.Write("Connection: keep-alive\r\n"u8);
        if (Status == 426)
            output.Write("Connection: upgrade\r\n"u8); // Upgrade applies to this connection only (RFC 9110 §7.8)
        output.Write("\r\n"u8);
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
        return _framing == Framing.Chunked ? SendChunkAsync(bytes) : output.WriteAsync(bytes);
    }

    private async ValueTask SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        ResponseHeadWriter.WriteChunkSize(output, bytes.Length);
        await output.WriteAsync(bytes);
        output.Write("\r\n"u8);
    }
}
