using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// A non-blocking socket: each call is tried first, and only waits if the kernel returns "not now" (EWOULDBLOCK). The
/// <see cref="ReadinessLoop"/> then resumes the handler on its own thread, as soon as the socket is ready.
/// </summary>
internal sealed class ReadySocket : ISocketOperations
{
    /// <summary>The maximum number of successful receives in a row. A peer that never pauses must not occupy the loop.</summary>
    private const int MaxInARow = 32;

    private readonly Socket _socket;
    private readonly Deadline _deadline;
    private readonly ReadinessLoop _loop;
    private readonly int _number;
    private readonly ReadyFlag _readable = new();
    private readonly ReadyFlag _writable = new();
    private volatile bool _neverEmpty;
    private int _inARow;

    /// <param name="socket">Connected; no other code receives from it or sends to it.</param>
    /// <param name="deadline">Ends every wait.</param>
    /// <param name="loop">Reports readiness.</param>
    public ReadySocket(Socket socket, Deadline deadline, ReadinessLoop loop)
    {
        _socket = socket;
        _deadline = deadline;
        _loop = loop;
        socket.Blocking = false;
        deadline.Interrupted = Wake;
        _number = loop.Register(this, socket.SafeHandle);
    }

    /// <inheritdoc/>
    public ValueTask WaitForBytesAsync()
    {
        if (_readable.IsRaised)
            return ValueTask.CompletedTask;
        _inARow = 0;
        return _readable.WaitAsync();
    }

    /// <inheritdoc/>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) =>
        _readable.IsRaised && ++_inARow < MaxInARow && TryReceive(buffer.Span, out var received)
            ? ValueTask.FromResult(received)
            : WaitAndReceiveAsync(buffer);

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _deadline.ThrowIfInterrupted();
        var sent = Send(bytes.Span); // there is nearly always space
        return sent == bytes.Length ? ValueTask.CompletedTask : WaitAndSendAsync(bytes[sent..]);
    }

    /// <inheritdoc/>
    public void Close()
    {
        _loop.Forget(this, _number);
        _socket.Dispose(); // first: otherwise a resumed wait would find an open socket without data, and wait again forever
        Wake();
    }

    /// <summary>Called by the loop when an event occurs.</summary>
    public void Ready(Readiness readiness)
    {
        const Readiness End = Readiness.PeerFinished | Readiness.Closed | Readiness.Error;
        if ((readiness & (End | Readiness.Urgent)) != 0)
            _neverEmpty = true;
        if ((readiness & (Readiness.Room | End)) != 0)
            _writable.Raise();
        if ((readiness & (Readiness.Bytes | End)) != 0)
            _readable.Raise();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAndReceiveAsync(Memory<byte> buffer)
    {
        if (_inARow >= MaxInARow)
        {
            _inARow = 0;
            await Task.Yield(); // continues in the thread pool, beside the loop
        }

        while (true)
        {
            await _readable.WaitAsync();
            if (TryReceive(buffer.Span, out var received))
                return received;
        }
    }

    private bool TryReceive(Span<byte> buffer, out int received)
    {
        // Lowered first: a later event raises it again, so no event is lost in between.
        _readable.Lower();
        if (_deadline.Cause != Interruption.None)
            _readable.Raise(); // the bytes stay in the kernel until the deadline is armed again
        _deadline.ThrowIfInterrupted();

        received = Receive(buffer, out var error);
        if (error == SocketError.WouldBlock)
        {
            _inARow = 0; // the peer has paused
            return false;
        }

        // Fewer bytes than requested: the kernel has no more, and will report new ones (epoll(7), Questions and answers). This is not true
        // before a FIN or urgent data, which may already have been reported.
        if (received == buffer.Length || _neverEmpty)
            _readable.Raise();
        return true;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAndSendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            _writable.Lower();
            _deadline.ThrowIfInterrupted();
            var sent = Send(bytes.Span);
            bytes = bytes[sent..];
            if (bytes.Length == 0)
                return;
            if (sent > 0)
                _deadline.Progress();
            await _writable.WaitAsync();
        }
    }

    private int Receive(Span<byte> buffer, out SocketError error)
    {
        try
        {
            var received = _socket.Receive(buffer, SocketFlags.None, out error);
            return error is SocketError.Success or SocketError.WouldBlock ? received : throw new SocketException((int)error);
        }
        catch (Exception e)
        {
            _deadline.Break(e);
            throw;
        }
    }

    private int Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            return error is SocketError.Success or SocketError.WouldBlock ? sent : throw new SocketException((int)error);
        }
        catch (Exception e)
        {
            _deadline.Break(e);
            throw;
        }
    }

    private void Wake()
    {
        _readable.RaiseElsewhere();
        _writable.RaiseElsewhere();
    }
}
