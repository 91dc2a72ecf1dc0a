using System.Runtime.CompilerServices;
using HandRolledHttp.Connection.Observing;
using HandRolledHttp.Http1;
using HandRolledHttp.Web;
using HandRolledHttp.Web.WebSockets;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection;

/// <summary>
/// The states of a connection. Each state has one deadline, and a shutdown has one effect on it:
/// <code>
///   state       begins with                                deadline                      after it            a shutdown
///
///   handshake   accept, of TLS only                        Handshake                     closed              allows LastRequest
///      │
///      ▼
///   Idle        the end of a response (or accept)          KeepAlive                     closed in silence   allows LastRequest
///      │        empty lines do not end it (RFC 9112 §2.2)
///      ▼
///   Head        the first byte of a request line,          Head, from that byte          408                 waits: DrainTimeout
///      │        or of the TLS record that it comes in
///      ▼
///   Responding  the end of the head                        of each read and write:       408; a reader       waits: DrainTimeout,
///      │   │    (the body is read meanwhile)               MinimumRate and Silence       is reset            then aborts the handler
///      │   └──► Idle, when the connection persists
///      ▼
///   Upgraded    the end of a 101 response                  PingAfter, IdleTimeout,       close frame 1001,   sends a close frame 1001
///      │                                                   CloseTimeout                  then closed
///      ▼
///   Closing     the end of the last response               LingerIdle, LingerTotal       closed              waits: DrainTimeout
/// </code>
/// </summary>
internal enum ConnectionState
{
    Idle,
    Head,
    Responding,
    Upgraded,
    Closing,
}

/// <summary>The next action on a connection.</summary>
internal enum Next
{
    Request,
    Upgrade,
    Close,
}

/// <summary>
/// One connection, request after request: receive → parse → route → respond → keep or close. Pipelined requests that arrive together get
/// their responses together, in order. A rejected request ends the connection: the bytes after it are not interpreted.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly ITransport _transport;
    private readonly HttpServerOptions _options;
    private readonly Router _router;
    private readonly DateField _date;
    private readonly ILogger _log;
    private readonly ReceiveBuffer _input = new();
    private readonly SendBuffer _output;
    private readonly RequestHeadParser _parser;
    private readonly RequestBody _body;
    private readonly HttpRequest _request;
    private readonly HttpResponse _response;
    private RequestObservation? _observation;
    private ConnectionState _state;
    private long _idleSince;
    private long _headSince;
    private bool _isLastChance;

    public HttpConnection(ITransport transport, HttpServerOptions options, Router router, DateField date, ILogger log)
    {
        _transport = transport;
        _options = options;
        _router = router;
        _date = date;
        _log = log;
        _output = new SendBuffer(transport, options.Timeouts);
        _parser = new RequestHeadParser(options.Limits, transport.IsSecure);
        _body = new RequestBody(transport, _input, _output, options);
        _request = new HttpRequest(transport, _input, _parser, _body, options.Forwarded);
        _response = new HttpResponse(transport, _output, date, options);
        transport.Begun = BeginHead;
        transport.Emptied = ReturnToIdle;
    }

    /// <summary>Serves until one side closes.</summary>
    public async Task RunAsync()
    {
        Next next;
        while ((next = await ServeAsync(await HeadAsync())) == Next.Request)
        {
            _parser.Reset();
            _input.EndMessage();
        }

        if (next == Next.Upgrade)
            await UpgradeAsync(_response.Upgrade!);
    }

    /// <summary>Rejects an unencrypted request on a TLS port, with a response that the client can read.</summary>
    public async Task RefuseCleartextAsync()
    {
        var head = await HeadAsync();
        _ = head.Status == ParseStatus.NeedMore ? await LeaveAsync() : await RefuseAsync(ParseResult.Rejected(RejectionReason.HttpOnTlsPort, 0), default);
    }

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _response.Release();
    }

    // With pipelining the next head may already be in the buffer.
    private ValueTask<ParseResult> HeadAsync()
    {
        var head = _parser.Parse(_input.Message);
        return head.Status == ParseStatus.NeedMore ? ReceiveHeadAsync() : ValueTask.FromResult(head);
    }

    private ValueTask<Next> ServeAsync(ParseResult head)
    {
        if (head.IsRejected)
            return RefuseAsync(head, _input.Unread.Slice(head.Offset, head.Length));
        if (!head.IsComplete)
            return LeaveAsync(); // the client has finished sending, between two requests or within one

        _state = ConnectionState.Responding;
        _input.EndHead(head.Offset);
        _body.Begin(_parser.Head);
        _response.Begin(_request);
        return HttpTelemetry.IsObserved ? ObserveAsync() : AnswerAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Next> ObserveAsync()
    {
        using var observation = _observation = new RequestObservation(_request, _transport.Deadline);
        try
        {
            return await AnswerAsync();
        }
        finally
        {
            _observation = null;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Next> AnswerAsync()
    {
        try
        {
            var handling = _router.RouteAsync(_request, _response);
            if (!handling.IsCompleted)
                await _output.SendFinishedAsync();
            await handling;
            return await FinishAsync();
        }
        catch (RequestRejectedException e) when (!_response.HasStarted)
        {
            return e.IsFramed ? await RefuseContentAsync(e.Result) : await RefuseAsync(e.Result, e.Offence);
        }
        catch (RequestCutException) when (!_response.HasStarted)
        {
            return await CloseAsync(); // the client cannot receive a response
        }
        catch (Exception e) when (!_response.HasStarted && !_transport.Deadline.IsBrokenBy(e))
        {
            Log.HandlerFailed(_log, e, _transport.Id);
            _response.Reset();
            _response.Status = 500;
            _response.CloseAfter();
            await _response.FinishAsync();
            _observation?.Answered(500, e.GetType().FullName);
            return await CloseAsync();
        }
        catch when (_output.HasFinished)
        {
            await _output.DropUnfinishedAsync();
            await _transport.LingerAsync(_options.Timeouts.LingerIdle, _options.Timeouts.LingerTotal);
            throw; // cut the connection: part of a response must not look complete
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ParseResult> ReceiveHeadAsync()
    {
        var deadline = _transport.Deadline;
        var result = ParseResult.NeedMore;
        _idleSince = _headSince = 0;
        _isLastChance = false;
        while (result.Status == ParseStatus.NeedMore)
        {
            await _output.FlushAsync();
            try
            {
                _state = ConnectionState.Idle;
                if (_parser.HasBegun)
                    BeginHead();
                else
                    await WaitIdleAsync();
                var count = await _transport.ReceiveAsync(_input.Free());
                if (count == 0)
                    return result;
                _input.Received(count);
                result = _parser.Parse(_input.Message);
            }
            catch (OperationCanceledException) when (_state == ConnectionState.Idle)
            {
                if (deadline.Cause != Interruption.Draining)
                    return result;
            }
            catch (OperationCanceledException) when (deadline.Cause == Interruption.DeadlinePassed)
            {
                return ParseResult.Rejected(RejectionReason.HeadTimeout, _input.Message.Length, 0);
            }
            finally
            {
                _transport.EndIdle();
                deadline.Clear();
            }
        }

        return result;
    }

    // The first byte of a request line has arrived, or of the TLS record that contains it.
    private void BeginHead()
    {
        var deadline = _transport.Deadline;
        if (_state != ConnectionState.Idle || deadline.Cause != Interruption.None)
            return;
        _state = ConnectionState.Head;
        _transport.EndIdle();
        if (_headSince == 0)
            _headSince = deadline.Now();
        deadline.SetAt(_headSince, _options.Timeouts.Head);
    }

    // The record was complete, but contained no byte of a request (RFC 8446 §4.6.3), so no request has begun.
    private void ReturnToIdle()
    {
        if (_state == ConnectionState.Head && !_parser.HasBegun && _transport.Deadline.Cause == Interruption.None)
            BeginIdle();
    }

    private void BeginIdle()
    {
        _state = ConnectionState.Idle;
        var patience = _options.Timeouts.KeepAlive;
        var begins = _idleSince == 0;
        if (!_transport.TryBeginIdle())
        {
            // The server stops, but the client's next request may already be on the way. Its response closes the connection.
            patience = _options.Timeouts.LastRequest;
            begins |= !_isLastChance;
            _isLastChance = true;
        }

        if (begins)
            _idleSince = _transport.Deadline.Now();
        _headSince = 0;
        _transport.Deadline.SetAt(_idleSince, patience);
    }

    private ValueTask WaitIdleAsync()
    {
        BeginIdle();
        var bytes = _transport.WaitForBytesAsync();
        if (!bytes.IsCompleted)
        {
            _input.Release();
            _output.Release();
            _response.Release();
        }

        return bytes;
    }

    private async ValueTask<Next> FinishAsync()
    {
        // A response whose head is sent has already promised to keep the connection open; discarding the rest of the body may still fail.
        if (!_response.HasStarted && !_body.CanBeFinished())
            _response.CloseAfter();
        await _response.FinishAsync();
        _observation?.Answered(_response.Upgrade is null ? _response.Status : 101);
        if (_response.Upgrade is not null)
            return Next.Upgrade;
        if (!_response.IsPersistent)
            return await CloseAsync();
        try
        {
            if (!_body.IsRead)
                await _body.DiscardAsync();
            return Next.Request;
        }
        catch (Exception e) when (e is RequestRejectedException or RequestCutException)
        {
            return await CloseAsync(); // the response is complete; the rest of the body will not arrive
        }
    }

    // The connection now speaks another protocol. Bytes after the request are its first bytes.
    private async Task UpgradeAsync(WebSocketUpgrade upgrade)
    {
        _state = ConnectionState.Upgraded;
        await _output.FlushAsync();
        _output.Release();
        _input.EndMessage();
        using var socket = new WebSocketConnection(_transport, _input, _output, _options, upgrade, _log);
        await socket.RunAsync(upgrade.Session);
    }

    private async ValueTask<Next> RefuseAsync(ParseResult result, ReadOnlyMemory<byte> offence)
    {
        Log.Refused(_log, _transport.Id, result.Reason, result.Offset);
        HttpTelemetry.Refused(result.Reason);
        RejectionResponse.Write(_output, result, offence.Span, _request, _date.Line().Span, _options.Terse);
        _observation?.Answered(RejectionText.For(result.Reason).Status);
        return await CloseAsync();
    }

    private async ValueTask<Next> RefuseContentAsync(ParseResult result)
    {
        Log.Refused(_log, _transport.Id, result.Reason, result.Offset);
        HttpTelemetry.Refused(result.Reason);
        await RejectionResponse.WriteAsync(_response, result, _request, _options.Terse);
        return await FinishAsync();
    }

    private async ValueTask<Next> LeaveAsync()
    {
        _state = ConnectionState.Closing;
        _transport.Deadline.Rearm();
        await _transport.EndAsync(_options.Timeouts.LingerIdle);
        return Next.Close;
    }

    private async ValueTask<Next> CloseAsync()
    {
        _state = ConnectionState.Closing;
        _transport.Deadline.Rearm();
        await _output.FlushAsync();
        await _transport.LingerAsync(_options.Timeouts.LingerIdle, _options.Timeouts.LingerTotal);
        return Next.Close;
    }
}
