using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RawSocketServer.Listening.Proxy;
using RawSocketServer.Listening.Readiness;

namespace RawSocketServer.Listening;

/// <summary>One accepted connection: its socket, its deadline, and its state in the server.</summary>
public sealed class SocketConnection
{
    private readonly ISocketOperations _operations;
    private readonly CancellationToken _draining;
    private readonly Lock _gate = new();
    private readonly SocketMetrics? _metrics;
    private bool _idle;
    private TimeSpan _drainPatience;
    private volatile bool _isWatched;

    internal SocketConnection(
        long id, Socket socket, TimeProvider time, bool readinessLoop, CancellationToken draining, SocketMetrics? metrics = null)
    {
        _metrics = metrics;
        Id = id;
        Socket = socket;
        Time = time;
        Deadline = new Deadline(time);
        _draining = draining;
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _operations = readinessLoop && OperatingSystem.IsLinux()
            ? new ReadySocket(socket, Deadline, ReadinessLoop.Next())
            : new SystemOperations(socket, Deadline);
    }

    /// <summary>Creates a client's side of a connection, which waits for its socket in the same way as a server's.</summary>
    /// <param name="socket">A connected socket; the connection owns it from now on.</param>
    /// <param name="time">The clock for its deadline; the caller has to call <see cref="Listening.Deadline.Check"/>.</param>
    public static SocketConnection OfClient(Socket socket, TimeProvider time) =>
        new(0, socket, time, readinessLoop: true, CancellationToken.None);

    /// <summary>Counts the connections of this process from 1; every log line about the connection begins with it.</summary>
    public long Id { get; }

    /// <summary>The connected socket, for anything but receiving and sending. The server closes it when the handler returns.</summary>
    public Socket Socket { get; }

    /// <summary>The server's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The timeouts of this connection.</summary>
    public Deadline Deadline { get; }

    /// <summary>The peer's address; behind a trusted proxy, the client's address.</summary>
    public IPEndPoint RemoteEndPoint { get; private set; }

    /// <summary>The local address; behind a trusted proxy, the address that the client connected to.</summary>
    public IPEndPoint LocalEndPoint { get; private set; }

    /// <summary>
    /// Cancelled when this connection can no longer be served: it broke, its deadline passed, or the grace period of a shutdown is over.
    /// For a handler that waits for something other than its socket. A peer's FIN cancels nothing, because the peer may still receive.
    /// </summary>
    /// <remarks>On Linux a reset is noticed within a second; elsewhere by the next receive or send.</remarks>
    public CancellationToken Aborted
    {
        get
        {
            _isWatched = true;
            return Deadline.Token;
        }
    }

    /// <summary>The current work, for the log of a shutdown that it delays; never bytes of the peer.</summary>
    public string? Serving { get; set; }

    /// <summary>True during a shutdown: finish work in progress, begin no new work.</summary>
    public bool IsDraining => _draining.IsCancellationRequested;

    /// <summary>Cancelled when the server begins to stop, for a handler that says goodbye to its peer.</summary>
    public CancellationToken Draining => _draining;

    /// <summary>How many bytes can be received at once.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public int Available
    {
        get
        {
            try
            {
                return Socket.Available;
            }
            catch (Exception e)
            {
                Deadline.Break(e);
                throw;
            }
        }
    }

    /// <summary>
    /// Announces a wait for new work. A shutdown interrupts such a wait, but not a wait inside work in progress.
    /// </summary>
    /// <param name="drainPatience">How long the wait may continue during a shutdown; by default it is interrupted at once.</param>
    /// <returns>False if the server is already stopping, so that the wait is pointless.</returns>
    public bool TryBeginIdle(TimeSpan drainPatience = default)
    {
        lock (_gate)
        {
            _drainPatience = drainPatience;
            return _idle = !IsDraining;
        }
    }

    /// <summary>
    /// Ends the wait: work has begun, and a shutdown lets it finish. An interruption at the same moment as the first byte is undone, so
    /// that a received request also gets a response.
    /// </summary>
    public void EndIdle()
    {
        lock (_gate)
        {
            _idle = false;
            if (Deadline.Cause == Interruption.Draining)
                Deadline.Resume();
        }
    }

    internal void UseAddresses(ProxyHeader header)
    {
        RemoteEndPoint = header.Source ?? RemoteEndPoint;
        LocalEndPoint = header.Destination ?? LocalEndPoint;
    }

    // While a handler waits for something else, no receive is pending that would report a reset. The state of the socket shows it.
    internal void CheckReset()
    {
        const int TcpLevel = 6, TcpInfo = 11; // IPPROTO_TCP, TCP_INFO of Linux; its first byte is the state
        const byte StateClosed = 7; // TCP_CLOSE
        if (!_isWatched || Deadline.Cause != Interruption.None || !OperatingSystem.IsLinux())
            return;
        try
        {
            Span<byte> state = stackalloc byte[1];
            if (Socket.GetRawSocketOption(TcpLevel, TcpInfo, state) == 1 && state[0] == StateClosed)
                Deadline.Break(new SocketException((int)SocketError.ConnectionReset));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The socket is being closed.
        }
    }

    internal void InterruptIfIdle()
    {
        lock (_gate)
        {
            if (_idle && _drainPatience > TimeSpan.Zero)
                Deadline.Set(_drainPatience);
            else if (_idle)
                Deadline.Interrupt(Interruption.Draining);
        }
    }

    /// <summary>Receives the available bytes, and waits for at least one. 0 means that the peer has finished sending.</summary>
    /// <exception cref="OperationCanceledException">
    /// The deadline passed or the server is stopping; see <see cref="Deadline.Cause"/>.
    /// </exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) =>
        SocketMetrics.CountsBytes ? ReceiveAndCountAsync(buffer) : _operations.ReceiveAsync(buffer);

    /// <summary>
    /// Waits, without a buffer, until bytes may have arrived or the deadline has passed. The next receive shows which.
    /// </summary>
    public ValueTask WaitForBytesAsync() => _operations.WaitForBytesAsync();

    /// <summary>
    /// Like <see cref="ReceiveAsync"/>, for bytes that begin new work: stops waiting when the peer stays silent, and at once during a
    /// shutdown.
    /// </summary>
    /// <param name="buffer">The receive buffer; it is returned to the pool during the wait.</param>
    /// <param name="patience">How long the peer may be silent.</param>
    /// <returns>The number of bytes, 0 for the peer's FIN, or null if no bytes arrived and the wait is over.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int?> ReceiveIdleAsync(BorrowedBuffer buffer, TimeSpan patience)
    {
        if (!TryBeginIdle())
            return null;
        Deadline.Set(patience);
        try
        {
            var bytes = WaitForBytesAsync();
            if (!bytes.IsCompleted)
                buffer.Release();
            await bytes;
            return await ReceiveAsync(buffer.Borrow());
        }
        catch (OperationCanceledException) when (Deadline.Cause is Interruption.DeadlinePassed or Interruption.Draining)
        {
            return null;
        }
        finally
        {
            Deadline.Clear();
            EndIdle();
        }
    }

    /// <summary>The next byte, which stays in the kernel's buffer; null if none has arrived.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public byte? Peek()
    {
        Span<byte> first = stackalloc byte[1];
        return Available > 0 && Socket.Receive(first, SocketFlags.Peek) == 1 ? first[0] : null;
    }

    /// <summary>Sends all of <paramref name="bytes"/>, also if the kernel takes fewer at a time.</summary>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) =>
        SocketMetrics.CountsBytes ? SendAndCountAsync(bytes) : _operations.SendAsync(bytes);

    /// <summary>
    /// Like <see cref="SendAsync(ReadOnlyMemory{byte})"/>, with a deadline. If the kernel accepts all bytes at once, which is usual, no
    /// deadline is set, and so none can pass between the send and its clearing.
    /// </summary>
    /// <param name="bytes">The bytes to send.</param>
    /// <param name="patience">How long the kernel may take to accept all bytes.</param>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, TimeSpan patience)
    {
        var sending = SendAsync(bytes);
        return sending.IsCompleted ? sending : WaitAsync(sending, patience);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask sending, TimeSpan patience)
    {
        Deadline.Set(patience);
        await sending;
        Deadline.Clear();
    }

    /// <summary>
    /// Closes so that the last response survives. A close with unread bytes makes the kernel send a reset, and the reset makes the peer's
    /// kernel discard bytes that the peer has not read yet. So it sends FIN first, then discards input until the peer closes. Never throws:
    /// after the response, the way the peer leaves does not matter.
    /// </summary>
    /// <param name="idle">Silence after which to stop waiting for the peer's FIN.</param>
    /// <param name="total">The maximum time to discard input.</param>
    public async ValueTask LingerAsync(TimeSpan idle, TimeSpan total)
    {
        var end = Deadline.Now() + (long)(total.TotalSeconds * Time.TimestampFrequency);
        var discarded = ArrayPool<byte>.Shared.Rent(4096);
        Deadline.Resume();
        try
        {
            Socket.Shutdown(SocketShutdown.Send);
            do
            {
                Deadline.Set(idle);
            }
            while (await ReceiveAsync(discarded) > 0 && Deadline.Now() < end);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Silent for too long, or gone without a FIN. A plain close lets the kernel deliver its remaining bytes.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(discarded);
        }
    }

    /// <summary>Ends the connection at once with a reset (RST): the peer sees the interruption, and no TIME_WAIT remains here.</summary>
    public void Reset()
    {
        try
        {
            Socket.ResetOnClose();
        }
        catch (SocketException)
        {
            // Some systems reject the option after the peer has gone; then only a close is possible.
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        Close();
    }

    /// <summary>Closes the connection; all waits for it end.</summary>
    public void Close() => _operations.Close();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReceiveAndCountAsync(Memory<byte> buffer)
    {
        var received = await _operations.ReceiveAsync(buffer);
        _metrics?.Received(received);
        return received;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAndCountAsync(ReadOnlyMemory<byte> bytes)
    {
        await _operations.SendAsync(bytes);
        _metrics?.Sent(bytes.Length);
    }
}
