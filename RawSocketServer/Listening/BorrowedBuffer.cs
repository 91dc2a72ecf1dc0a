using System.Buffers;

namespace RawSocketServer.Listening;

/// <summary>
/// A buffer that exists only while it is needed. Ten thousand waiting connections have none; the few busy ones share the pool's buffers,
/// which are still in the processor's cache.
/// </summary>
/// <param name="size">In bytes; 1 or more.</param>
public sealed class BorrowedBuffer(int size) : IDisposable
{
    private byte[]? _bytes;

    /// <summary>The buffer, with its old content.</summary>
    public Memory<byte> Borrow() => (_bytes ??= ArrayPool<byte>.Shared.Rent(size)).AsMemory(0, size);

    /// <summary>Returns the buffer; its content is lost.</summary>
    public void Release()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        _bytes = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Release();
}
