using System.Buffers;

namespace RawSocketServer.Listening;

/// <summary>
/// A buffer that is there while it is needed. Ten thousand connections that wait hold none; the few that are busy share what lies
/// ready in the pool, still warm from the one before.
/// </summary>
/// <param name="size">In bytes; 1 or more.</param>
public sealed class BorrowedBuffer(int size) : IDisposable
{
    private byte[]? _bytes;

    /// <summary>The buffer, with whatever was in it.</summary>
    public Memory<byte> Borrow() => (_bytes ??= ArrayPool<byte>.Shared.Rent(size)).AsMemory(0, size);

    /// <summary>Lets go of it; what was in it is lost.</summary>
    public void GiveBack()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        _bytes = null;
    }

    /// <inheritdoc/>
    public void Dispose() => GiveBack();
}
