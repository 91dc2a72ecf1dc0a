using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using RawSocketServer.Listening.Proxy;
using RawSocketServer.Listening.Readiness;

namespace RawSocketServer.Listening;

/// <summary>One accepted connection: its socket, its deadline, and what the server wants of it.</summary>
public sealed class SocketConnection
{
    private readonly ISocketOperations _operations;
    private readonly CancellationToken _draining;
    private readonly Lock _gate = new();
    private readonly SocketMetrics? _metrics;
    private bool _idle;
    private TimeSpan _lastMoment;
    private volatile bool _isWatched;

    internal SocketConnection(long id, Socket socket, TimeProvider time, bool readinessLoop, CancellationToken draining, SocketMetrics? metrics = null)
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

    /// <summary>The other end of a connection, which waits for its socket in the same way as a server's.</summary>
    /// <param name="socket">Connected; belongs to the connection from now on.</param>
    /// <param name="time">The clock for its deadline, which somebody has to <see cref="Listening.Deadline.Check"/>.</param>
    public static SocketConnection OfClient(Socket socket, TimeProvider time) => new(0, socket, time, readinessLoop: true, CancellationToken.None);

    /// <summary>Counts the connections of this process from 1; it heads every log line about this one.</summary>
    public long Id { get; }

    /// <summary>The connected socket, for all but receiving and sending. The server closes it when the handler returns.</summary>
    public Socket Socket { get; }

    /// <summary>The server's clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Bounds every wait on this connection.</summary>
    public Deadline Deadline { get; }

    /// <summary>The peer's address; behind a trusted proxy that of the client it speaks for.</summary>
    public IPEndPoint RemoteEndPoint { get; private set; }

    /// <summary>The address it came to; behind a trusted proxy the one that the client connected to.</summary>
    public IPEndPoint LocalEndPoint { get; private set; }

    /// <summary>
    /// Cancelled when this connection can no longer be served: it broke, its deadline passed, or the server has stopped and waits no longer. For a handler that
    /// waits for something other than its socket. A peer that has only finished sending (FIN) may still listen, and cancels nothing.
    /// </summary>
    /// <remarks>On Linux a reset is noticed within a second; elsewhere with the next receive or send.</remarks>
    public CancellationToken Aborted
    {
        get
        {
            _isWatched = true;
            return Deadline.Token;
        }
    }

    /// <summary>What is being served, for the log of a stop that it outlasts; never bytes of the peer.</summary>
    public string? Serving { get; set; }

    /// <summary>True once the server stops: finish what has begun, begin nothing new.</summary>
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
    /// Announces a wait for something new to begin. Such a wait is interrupted when the server drains;
    /// a wait inside of something that has begun is not.
    /// </summary>
    /// <param name="lastMoment">How long the wait may still go on when the server drains; by default it is interrupted at once.</param>
    /// <returns>False when the server is draining already, so that there is nothing to wait for.</returns>
    public bool TryBeginIdle(TimeSpan lastMoment = default)
    {
        lock (_gate)
        {
            _lastMoment = lastMoment;
            return _idle = !IsDraining;
        }
    }

    /// <summary>
    /// The wait is over: something has begun, and from here on the drain lets it finish. An interruption that came in the same
    /// moment as the first byte is taken back, so that a request that was received is also answered.
    /// </summary>
    public void EndIdle()
    {
        lock (_gate)
        {
            _idle = false;
            if (Deadline.Cause == Interruption.Draining)
                Deadline.Rearm();
        }
    }

    internal void SpeaksFor(ProxyHeader header)
    {
        RemoteEndPoint = header.Source ?? RemoteEndPoint;
        LocalEndPoint = header.Destination ?? LocalEndPoint;
    }

    // Nobody receives while a handler waits for something else, so nobody sees the reset. The state of the socket shows it.
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
            // It is being closed.
        }
    }

    internal void InterruptIfIdle()
    {
        lock (_gate)
        {
            if (_idle && _lastMoment > TimeSpan.Zero)
                Deadline.Set(_lastMoment);
            else if (_idle)
                Deadline.Interrupt(Interruption.Draining);
        }
    }

    /// <summary>Receives what is there, waiting for at least one byte. 0 means that the peer has finished sending.</summary>
    /// <exception cref="OperationCanceledException">The deadline passed or the server drains; see <see cref="Deadline.Cause"/>.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer) => SocketMetrics.CountsBytes ? ReceiveAndCountAsync(buffer) : _operations.ReceiveAsync(buffer);

    /// <summary>
    /// Waits until there may be something to receive, or the deadline is over, without a buffer: whoever is idle need not hold one.
    /// The receive that follows tells which it was.
    /// </summary>
    public ValueTask WaitForBytesAsync() => _operations.WaitForBytesAsync();

    /// <summary>
    /// As <see cref="ReceiveAsync"/>, for bytes that begin something new: gives up when the peer stays silent, and at once when the
    /// server drains.
    /// </summary>
    /// <param name="buffer">Takes the bytes; while there are none it is given back.</param>
    /// <param name="patience">How long the peer may be silent.</param>
    /// <returns>The number of bytes, 0 for the peer's FIN, or null when nothing has come and no one shall wait any longer.</returns>
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
                buffer.GiveBack();
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

    /// <summary>The next byte to be received, which stays there; null when none has come.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public byte? Peek()
    {
        Span<byte> first = stackalloc byte[1];
        return Available > 0 && Socket.Receive(first, SocketFlags.Peek) == 1 ? first[0] : null;
    }

    /// <summary>Sends all of <paramref name="bytes"/>: the system may take fewer at a time than it was given.</summary>
    /// <exception cref="OperationCanceledException">The deadline passed.</exception>
    /// <exception cref="SocketException">The connection broke.</exception>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes) => SocketMetrics.CountsBytes ? SendAndCountAsync(bytes) : _operations.SendAsync(bytes);

    /// <summary>
    /// As <see cref="SendAsync(ReadOnlyMemory{byte})"/>, with a deadline. Nearly always the system takes everything at once. Then no deadline is set, and none
    /// can pass between the send and the line of code that clears it.
    /// </summary>
    /// <param name="bytes">What to send.</param>
    /// <param name="patience">How long the system may take to take all of it.</param>
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
    /// Closes so that the last answer survives. Closing while bytes lie unread makes the system send a reset, and a reset
    /// makes the peer's system throw away what it has not read yet. So: FIN first, then discard until the peer closes too.
    /// Never throws: the answer is given, and however the peer leaves, there is nothing left to do for it.
    /// </summary>
    /// <param name="idle">Silence after which to stop waiting for the peer's FIN.</param>
    /// <param name="total">How long to discard in all.</param>
    public async ValueTask LingerAsync(TimeSpan idle, TimeSpan total)
    {
        var end = Deadline.Now() + (long)(total.TotalSeconds * Time.TimestampFrequency);
        var discarded = ArrayPool<byte>.Shared.Rent(4096);
        Deadline.Rearm();
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
            // Silent for too long, or gone without a FIN. A plain close lets the system deliver what it still holds.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(discarded);
        }
    }

    /// <summary>Ends the connection at once with a reset (RST): the peer learns that it was cut, and nothing lingers here.</summary>
    public void Reset()
    {
        try
        {
            Socket.LingerState = new LingerOption(true, 0);
        }
        catch (SocketException)
        {
            // Some systems refuse the option once the peer has gone; closing is all that is left.
        }
        catch (ObjectDisposedException)
        {
            return;
        }

        Close();
    }

    /// <summary>Closes; whoever waits for it wakes up.</summary>
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
