using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace RawSocketServer.Listening.Readiness;

/// <summary>
/// A socket that never blocks: it is tried first, and only when the system answers "not now" (EWOULDBLOCK) does anything wait.
/// The <see cref="ReadinessLoop"/> then resumes the handler on its own thread, as soon as the socket is ready.
/// </summary>
internal sealed class ReadySocket : ISocketOperations
{
    /// <summary>Receives in a row that found something at once. A peer that never pauses must not keep the loop for itself.</summary>
    private const int MaxInARow = 32;

    private readonly Socket _socket;
    private readonly Deadline _deadline;
    private readonly ReadinessLoop _loop;
    private readonly int _number;
    private readonly ReadyFlag _readable = new();
    private readonly ReadyFlag _writable = new();
    private volatile bool _neverEmpty;
    private int _inARow;

    /// <param name="socket">Connected; nobody else receives from it or sends to it.</param>
    /// <param name="deadline">Ends every wait.</param>
    /// <param name="loop">Tells when it is ready.</param>
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
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => _readable.IsRaised && ++_inARow < MaxInARow && TryReceive(buffer.Span, out var received)
        ? ValueTask.FromResult(received)
        : WaitAndReceiveAsync(buffer);

    /// <inheritdoc/>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _deadline.ThrowIfInterrupted();
        var sent = Send(bytes.Span); // there nearly always is room
        return sent == bytes.Length ? ValueTask.CompletedTask : WaitAndSendAsync(bytes[sent..]);
    }

    /// <inheritdoc/>
    public void Close()
    {
        _loop.Forget(this, _number);
        _socket.Dispose(); // first: who wakes up before would find an open socket with nothing in it, and wait again for ever
        Wake();
    }

    /// <summary>The loop's word that something has changed.</summary>
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
            await Task.Yield(); // goes on in the thread pool, beside the loop
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
        // Lowered first: what comes after this raises it again, and nothing is missed in between.
        _readable.Lower();
        if (_deadline.Cause != Interruption.None)
            _readable.Raise(); // what is there stays there, for when the deadline is set up again
        _deadline.ThrowIfInterrupted();

        received = Receive(buffer, out var error);
        if (error == SocketError.WouldBlock)
        {
            _inARow = 0; // the peer has paused
            return false;
        }

        // Fewer bytes than there was room for: the system had no more, and will tell when it has (epoll(7), Questions and answers).
        // That is not so in front of a FIN or of urgent data, of which it may have told already.
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
