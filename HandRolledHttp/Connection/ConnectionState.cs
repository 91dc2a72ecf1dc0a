using RawSocketServer.Listening;

namespace HandRolledHttp.Connection;

/// <summary>The phases of a connection, in their usual order.</summary>
internal enum ConnectionPhase
{
    /// <summary>Waits for the first byte of a request.</summary>
    Idle,

    /// <summary>Receives a head.</summary>
    Head,

    /// <summary>A handler runs, or its response is sent.</summary>
    Responding,

    /// <summary>The handler waits for more of the body.</summary>
    Body,

    /// <summary>Speaks another protocol.</summary>
    Upgraded,

    /// <summary>Sends no more responses.</summary>
    Closing,
}

/// <summary>
/// The phase of a connection, its deadline, and the effect of a shutdown. No other class of a connection sets a deadline, except for the
/// frames of a WebSocket (see there).
/// <code>
///   phase       begins with                                deadline                      after it            a shutdown
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
///   Responding  the end of the head                        none: the handler's time      -                   waits: DrainTimeout,
///      │ ▲                                                                                                   then aborts the handler
///      │ └─► Body   the handler needs more of the body     MinimumRate and Silence       408                 as above
///      │
///      ├───► Idle, when the connection persists
///      ▼
///   Upgraded    the end of a 101 response                  PingAfter, IdleTimeout,       close frame 1001,   sends a close frame 1001
///      │                                                   CloseTimeout                  then closed
///      ▼
///   Closing     the end of the last response               LingerIdle, LingerTotal       closed              waits: DrainTimeout
///
///   in each     a send that the kernel does not take       MinimumRate and Silence       reset               as above
///   phase       at once
/// </code>
/// </summary>
internal sealed class ConnectionState
{
    private readonly ITransport _transport;
    private readonly Timeouts _timeouts;
    private bool _hasBegun; // a byte of a request line is in the buffer
    private bool _isLastRequest; // the server stops; one more request is served
    private long _idleSince; // 0: not yet in this wait for a request
    private long _headSince; // 0: no byte of a head
    private long _bodySince;

    public ConnectionState(ITransport transport, Timeouts timeouts)
    {
        _transport = transport;
        _timeouts = timeouts;
        transport.Begun = BeginHead;
        transport.Emptied = ReturnToIdle;
    }

    public ConnectionPhase Phase { get; private set; }

    /// <summary>The deadline has passed.</summary>
    public bool IsOverdue => _transport.Deadline.Cause == Interruption.DeadlinePassed;

    /// <summary>Only a shutdown interrupted the wait, and a request may still begin: receive again.</summary>
    public bool AllowsLastRequest => Phase == ConnectionPhase.Idle && _transport.Deadline.Cause == Interruption.Draining;

    /// <summary>
    /// The handshake of TLS begins. No request begins before its end, so a shutdown treats the connection as idle until then.
    /// </summary>
    public static void BeginHandshake(SocketConnection connection, Timeouts timeouts)
    {
        connection.Deadline.Set(timeouts.Handshake);
        if (!connection.TryBeginIdle(Timeouts.LastRequest))
            connection.Deadline.Set(Timeouts.LastRequest);
    }

    /// <summary>The handshake has ended, or failed.</summary>
    public static void EndHandshake(SocketConnection connection)
    {
        connection.EndIdle();
        connection.Deadline.Clear();
    }

    /// <summary>A response is complete, or the connection is new.</summary>
    public void ExpectRequest()
    {
        _idleSince = _headSince = 0;
        _isLastRequest = false;
    }

    /// <summary>A receive begins, in <see cref="ConnectionPhase.Idle"/> or in <see cref="ConnectionPhase.Head"/>.</summary>
    /// <param name="hasBegun">Whether the received bytes contain one of a request line.</param>
    public void BeginReceive(bool hasBegun)
    {
        _hasBegun = hasBegun;
        Phase = ConnectionPhase.Idle;
        if (hasBegun)
            BeginHead();
        else
            BeginIdle();
    }

    /// <summary>The receive has ended.</summary>
    public void EndReceive()
    {
        _transport.EndIdle();
        _transport.Deadline.Clear();
    }

    /// <summary>The head is complete.</summary>
    public void BeginResponding() => Phase = ConnectionPhase.Responding;

    /// <summary>The handler waits for more of the body.</summary>
    /// <param name="received">The bytes of content that have arrived.</param>
    /// <param name="waited">How long it has waited for them.</param>
    public void BeginBody(long received, TimeSpan waited)
    {
        Phase = ConnectionPhase.Body;
        _bodySince = _transport.Deadline.Now();
        _transport.Deadline.Set(_timeouts.ReceivePatience(received, waited));
    }

    /// <summary>More of the body has arrived.</summary>
    /// <returns>How long it took.</returns>
    public TimeSpan EndBody()
    {
        Phase = ConnectionPhase.Responding;
        _transport.Deadline.Clear();
        return _transport.Deadline.Since(_bodySince);
    }

    /// <summary>The kernel did not take all bytes at once, so the send waits for the peer.</summary>
    public void BeginSend(int bytes) => _transport.Deadline.Set(_timeouts.SendPatience(bytes), _timeouts.Silence);

    /// <summary>The kernel has taken all bytes.</summary>
    public void EndSend() => _transport.Deadline.Clear();

    /// <summary>The connection speaks another protocol from now on.</summary>
    public void BeginUpgraded() => Phase = ConnectionPhase.Upgraded;

    /// <summary>The connection ends. A passed deadline or a shutdown does not prevent its last bytes.</summary>
    public void BeginClosing()
    {
        Phase = ConnectionPhase.Closing;
        _transport.Deadline.Resume();
    }

    private void BeginIdle()
    {
        Phase = ConnectionPhase.Idle;
        var patience = _timeouts.KeepAlive;
        var begins = _idleSince == 0;
        if (!_transport.TryBeginIdle())
        {
            // The server stops, but the client's next request may already be on the way. Its response closes the connection.
            patience = Timeouts.LastRequest;
            begins |= !_isLastRequest;
            _isLastRequest = true;
        }

        if (begins)
            _idleSince = _transport.Deadline.Now();
        _headSince = 0;
        _transport.Deadline.SetAt(_idleSince, patience);
    }

    // The first byte of a request line has arrived, or of the TLS record that contains it.
    private void BeginHead()
    {
        var deadline = _transport.Deadline;
        if (Phase != ConnectionPhase.Idle || deadline.Cause != Interruption.None)
            return;
        Phase = ConnectionPhase.Head;
        _transport.EndIdle();
        if (_headSince == 0)
            _headSince = deadline.Now();
        deadline.SetAt(_headSince, _timeouts.Head);
    }

    // The record was complete, but contained no byte of a request (RFC 8446 §4.6.3), so no request has begun.
    private void ReturnToIdle()
    {
        if (Phase == ConnectionPhase.Head && !_hasBegun && _transport.Deadline.Cause == Interruption.None)
            BeginIdle();
    }
}
