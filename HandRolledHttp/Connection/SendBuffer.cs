using System.Buffers;

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

    private byte[] _bytes = [];
    private int _length;

    /// <summary>Appends bytes, and sends what has gathered when it becomes much.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_length + bytes.Length > Size)
        {
            await FlushAsync();
            if (bytes.Length > Size / 2)
            {
                await SendAsync(bytes); // too large to be worth a copy
                return;
            }
        }

        bytes.Span.CopyTo(GetSpan(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Sends all that has gathered.</summary>
    public async ValueTask FlushAsync()
    {
        if (_length == 0)
            return;
        var length = _length;
        _length = 0;
        await SendAsync(_bytes.AsMemory(0, length));
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_bytes.Length - _length < sizeHint || _bytes.Length == 0)
            Grow(sizeHint);
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

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        transport.Deadline.Set(timeouts.SendPatience(bytes.Length));
        await transport.SendAsync(bytes);
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
