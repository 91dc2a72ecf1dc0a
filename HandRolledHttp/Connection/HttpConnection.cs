using System.Runtime.CompilerServices;
using HandRolledHttp.Connection.Observing;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Http1;
using Microsoft.Extensions.Logging;

namespace HandRolledHttp.Connection;

/// <summary>The next action on a connection.</summary>
internal enum NextAction
{
    Receive,
    Upgrade,
    Close,
}

/// <summary>
/// One connection, request after request: receive → parse → route → respond → keep or close. Pipelined requests that arrive together get
/// their responses together, in order. A rejected request ends the connection: the bytes after it are not interpreted.
/// <see cref="ConnectionState"/> has the deadline of each phase.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly ITransport _transport;
    private readonly HttpServerOptions _options;
    private readonly DateField _date;
    private readonly ILogger _log;
    private readonly ReceiveBuffer _input = new();
    private readonly SendBuffer _output;
    private readonly RequestHeadParser _parser;
    private readonly RequestBody _body;
    private readonly RequestMessage _request;
    private readonly ResponseWriter _response;
    private readonly Func<ValueTask> _handle;
    private readonly ConnectionState _state;
    private readonly HeadReceiver _head;
    private RequestObservation? _observation;

    public HttpConnection(ITransport transport, HttpServerOptions options, IRequestDispatcher dispatcher, DateField date, ILogger log)
    {
        _transport = transport;
        _options = options;
        _date = date;
        _log = log;
        _state = new ConnectionState(transport, options.Timeouts);
        _output = new SendBuffer(transport, _state);
        _parser = new RequestHeadParser(options.Limits, transport.IsSecure);
        _body = new RequestBody(transport, _input, _output, _state, options.Limits);
        _request = new RequestMessage(transport, _input, _parser.Head, options.Forwarded);
        _response = new ResponseWriter(transport, _output, _request, _body, date);
        _head = new HeadReceiver(transport, _input, _output, _response, _parser, _state);
        _handle = dispatcher.Prepare(new Exchange(_request, _body, _response, options));
    }

    /// <summary>Serves until one side closes.</summary>
    public async Task RunAsync()
    {
        NextAction next;
        while ((next = await ServeAsync(await _head.ReceiveAsync())) == NextAction.Receive)
        {
            _parser.Reset();
            _input.EndMessage();
        }

        if (next == NextAction.Upgrade)
            await UpgradeAsync(_response.Upgrade!);
    }

    /// <summary>Rejects an unencrypted request on a TLS port, with a response that the client can read.</summary>
    public async Task RejectCleartextAsync()
    {
        var head = await _head.ReceiveAsync();
        _ = head.Status == ParseStatus.NeedMore
            ? await EndAsync()
            : await RejectAsync(ParseResult.Rejected(RejectionReason.HttpOnTlsPort, 0), default);
    }

    public void Dispose()
    {
        _input.Dispose();
        _output.Dispose();
        _response.Release();
    }

    private ValueTask<NextAction> ServeAsync(ParseResult head)
    {
        if (head.IsRejected)
            return RejectAsync(head, _input.Unread.Slice(head.Offset, head.Length));
        if (!head.IsComplete)
            return EndAsync(); // the client has finished sending, between two requests or within one

        _state.BeginResponding();
        _input.EndHead(head.Offset);
        _body.Begin(_parser.Head);
        _response.Begin();
        return HttpTelemetry.IsObserved ? ObserveAsync() : RespondAsync();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<NextAction> ObserveAsync()
    {
        using var observation = _observation = new RequestObservation(_request, _transport.Deadline);
        try
        {
            return await RespondAsync();
        }
        finally
        {
            _observation = null;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<NextAction> RespondAsync()
    {
        try
        {
            var handling = _handle();
            if (!handling.IsCompleted)
                await _output.SendFinishedAsync();
            await handling;
            return await FinishAsync();
        }
        catch (RequestRejectedException e) when (!_response.HasStarted)
        {
            return e.IsFramed ? await RejectContentAsync(e.Result) : await RejectAsync(e.Result, e.Offence);
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
            _observation?.Complete(500, e.GetType().FullName);
            return await CloseAsync();
        }
        catch when (_output.HasFinished)
        {
            await _output.DropUnfinishedAsync();
            await _transport.LingerAsync(Timeouts.LingerIdle, Timeouts.LingerTotal);
            throw; // cut the connection: part of a response must not look complete
        }
    }

    private async ValueTask<NextAction> FinishAsync()
    {
        // A response whose head is sent has already promised to keep the connection open; discarding the rest of the body may still fail.
        if (!_response.HasStarted && !_body.CanDiscardRest())
            _response.CloseAfter();
        await _response.FinishAsync();
        _observation?.Complete(_response.Upgrade is null ? _response.Status : 101);
        if (_response.Upgrade is not null)
            return NextAction.Upgrade;
        if (!_response.IsPersistent)
            return await CloseAsync();
        try
        {
            if (!_body.IsRead)
                await _body.DiscardAsync();
            return NextAction.Receive;
        }
        catch (Exception e) when (e is RequestRejectedException or RequestCutException)
        {
            return await CloseAsync(); // the response is complete; the rest of the body will not arrive
        }
    }

    // The connection now speaks another protocol. Bytes after the request are its first bytes.
    private async Task UpgradeAsync(WebSocketUpgrade upgrade)
    {
        _state.BeginUpgraded();
        await _output.FlushAsync();
        _output.Release();
        _input.EndMessage();
        using var socket = new WebSocketConnection(_transport, _input, _output, _options, upgrade, _log);
        await socket.RunAsync(upgrade.Session);
        await CloseAsync();
    }

    private async ValueTask<NextAction> RejectAsync(ParseResult result, ReadOnlyMemory<byte> offence)
    {
        Log.RequestRejected(_log, _transport.Id, result.Reason, result.Offset);
        HttpTelemetry.CountRejection(result.Reason);
        RejectionResponse.Write(_output, result, offence.Span, _request, _date.Line().Span, _options.Terse);
        _observation?.Complete(RejectionText.For(result.Reason).Status);
        return await CloseAsync();
    }

    private async ValueTask<NextAction> RejectContentAsync(ParseResult result)
    {
        Log.RequestRejected(_log, _transport.Id, result.Reason, result.Offset);
        HttpTelemetry.CountRejection(result.Reason);
        await RejectionResponse.WriteAsync(_response, result, _request, _options.Terse);
        return await FinishAsync();
    }

    private async ValueTask<NextAction> EndAsync()
    {
        _state.BeginClosing();
        await _transport.EndAsync(Timeouts.LingerIdle);
        return NextAction.Close;
    }

    private async ValueTask<NextAction> CloseAsync()
    {
        _state.BeginClosing();
        await _output.FlushAsync();
        await _transport.LingerAsync(Timeouts.LingerIdle, Timeouts.LingerTotal);
        return NextAction.Close;
    }
}
