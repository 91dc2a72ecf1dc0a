using System.Buffers;
using System.Runtime.CompilerServices;

namespace HandRolledHttp.Connection;

/// <summary>
/// The bytes that are not sent yet. Small pieces are collected here, so that a head and its body, and the responses to pipelined requests,
/// leave in one send. The buffer is empty while the connection waits for input.
/// </summary>
/// <param name="transport">Sends the bytes.</param>
/// <param name="state">Limits the time of a slow reader.</param>
internal sealed class SendBuffer(ITransport transport, ConnectionState state) : IBufferWriter<byte>, IDisposable
{
    private const int Size = 16 * 1024;

    // The owner of the buffer: the finished responses in it may be sent, are being sent, or only the current response may use it.
    private const int Free = 0, Sending = 1, Taken = 2;

    private byte[] _bytes = [];
    private int _length;
    private int _finished; // bytes of finished responses, at the front
    private int _use = Taken;
    private TaskCompletionSource? _sent;

    public bool IsEmpty => _length == 0;

    /// <summary>Finished responses are waiting, and no byte of the current one has been sent.</summary>
    public bool HasFinished => _finished > 0;

    /// <summary>A response begins; the collected bytes belong to finished ones.</summary>
    public void BeginResponse()
    {
        _finished = _length;
        _use = _length > 0 ? Free : Taken;
    }

    /// <summary>
    /// Sends the finished responses while the handler of the current one waits: their clients need not wait for it. The handler may
    /// continue at any moment; it uses the buffer after <see cref="TakeAsync"/>. Never throws: if the connection breaks here, its next use
    /// fails as well.
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
            // This aborts the handler's request, too.
        }
        finally
        {
            sent.SetResult();
        }
    }

    /// <summary>Gives the buffer to the current response: at once, or when the finished ones have been sent.</summary>
    public ValueTask TakeAsync() =>
        Volatile.Read(ref _use) == Taken || Interlocked.CompareExchange(ref _use, Taken, Free) == Free
            ? ValueTask.CompletedTask
            : new ValueTask(_sent!.Task);

    /// <summary>Sends the finished responses and drops the collected bytes of the current one.</summary>
    public ValueTask DropUnfinishedAsync()
    {
        _length = _finished;
        return FlushAsync();
    }

    /// <summary>Appends bytes, and sends the collected bytes when there are many.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_length + bytes.Length > Size)
            return SendAndWriteAsync(bytes);
        Append(bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Sends all collected bytes.</summary>
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
        var room = Math.Max(sizeHint, 1); // never empty, for any size hint
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

    /// <summary>Releases the memory while the connection is idle.</summary>
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
            await SendAsync(bytes); // too large for a copy
        else
            Append(bytes.Span);
    }

    private ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // Nearly always the kernel takes all bytes at once, and no deadline is needed.
        var sending = transport.SendAsync(bytes);
        return sending.IsCompletedSuccessfully ? sending : WaitAsync(sending, bytes.Length);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WaitAsync(ValueTask sending, int length)
    {
        state.BeginSend(length);
        await sending;
        state.EndSend();
    }

    private void Grow(int room)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Size, _length + room));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        Dispose();
        _bytes = larger;
    }
}
