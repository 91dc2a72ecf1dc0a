using System.Buffers;
using System.Runtime.CompilerServices;

namespace HandRolledHttp.Connection;

/// <summary>
/// What is to be sent and was not yet. Small pieces gather here, so that a head and its body, and the answers to pipelined requests,
/// leave in one send; nothing stays here while the connection waits for input.
/// </summary>
/// <param name="transport">Takes the bytes.</param>
/// <param name="timeouts">How slowly the peer may read.</param>
internal sealed class SendBuffer(ITransport transport, Timeouts timeouts) : IBufferWriter<byte>, IDisposable
{
    private const int Size = 16 * 1024;

    // Who may use the buffer: the finished responses in it may still leave, they are leaving, or it is the present response's alone.
    private const int Free = 0, Sending = 1, Taken = 2;

    private byte[] _bytes = [];
    private int _length;
    private int _finished; // bytes of finished responses, at the front
    private int _use = Taken;
    private TaskCompletionSource? _sent;

    /// <summary>Nothing has gathered.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Finished responses have gathered, and no byte of the present one has left.</summary>
    public bool HasFinished => _finished > 0;

    /// <summary>A response begins; what has gathered belongs to finished ones.</summary>
    public void BeginResponse()
    {
        _finished = _length;
        _use = _length > 0 ? Free : Taken;
    }

    /// <summary>
    /// Sends the finished responses while the handler of the present one waits for something: their clients need not wait for it. The handler may go on at any
    /// moment; it uses the buffer after <see cref="TakeAsync"/>. Never throws: when the connection breaks here, its next use fails as well.
    /// </summary>
    public async ValueTask SendFinishedAsync()
    {
        if (Volatile.Read(ref _use) == Taken)
            return;
        var sent = _sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _use, Sending, Free) != Free)
            return;
        try
        {
            await FlushAsync();
        }
        catch (Exception e) when (transport.Deadline.IsBrokenBy(e))
        {
            // The handler's request is aborted with it.
        }
        finally
        {
            sent.SetResult();
        }
    }

    /// <summary>From here on the buffer is the present response's: at once, or when the finished ones have left.</summary>
    public ValueTask TakeAsync() =>
        Volatile.Read(ref _use) == Taken || Interlocked.CompareExchange(ref _use, Taken, Free) == Free ? ValueTask.CompletedTask : new ValueTask(_sent!.Task);

    /// <summary>Sends the finished responses and drops what has gathered of the present one.</summary>
    public ValueTask DropUnfinishedAsync()
    {
        _length = _finished;
        return FlushAsync();
    }

    /// <summary>Appends bytes, and sends what has gathered when it becomes much.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_length + bytes.Length > Size)
            return SendAndWriteAsync(bytes);
        Append(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends all that has gathered.</summary>
    public ValueTask FlushAsync()
    {
        var length = _length;
        _length = _finished = 0;
        return length == 0 ? ValueTask.CompletedTask : SendAsync(_bytes.AsMemory(0, length));
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        var room = Math.Max(sizeHint, 1); // never empty, whatever was asked for
        if (_bytes.Length - _length < room)
            Grow(room);
        return _bytes.AsSpan(_length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    /// <summary>Gives the memory back while the connection is idle.</summary>
    public void Release()
    {
        if (_length == 0)
            Dispose();
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    private async ValueTask SendAndWriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await FlushAsync();
        if (bytes.Length > Size / 2)
            await SendAsync(bytes); // too large to be worth a copy
        else
            Append(bytes.Span);
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // Nearly always the system takes everything at once, and then there is nothing to set a deadline for.
        var sending = transport.SendAsync(bytes);
        return sending.IsCompletedSuccessfully ? sending : WaitAsync(sending, timeouts.SendPatience(bytes.Length));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask sending, TimeSpan patience)
    {
        transport.Deadline.Set(patience, timeouts.Silence);
        await sending;
        transport.Deadline.Clear();
    }

    private void Grow(int room)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Size, _length + room));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _bytes = larger;
    }
}
