using System.Buffers;

namespace HandRolledHttp.Connection.WebSockets;

/// <summary>
/// The pieces of an incomplete message. It grows with the received bytes, not with the announced length; its memory is released with the
/// message.
/// </summary>
internal sealed class MessageBuffer : IDisposable
{
    private const int InitialSize = 8 * 1024;

    private byte[] _bytes = [];

    public int Length { get; private set; }

    public Memory<byte> Memory => _bytes.AsMemory(0, Length);

    public void Append(ReadOnlySpan<byte> piece)
    {
        if (piece.Length == 0)
            return;
        piece.CopyTo(Room(piece.Length).Span);
        Length += piece.Length;
    }

    /// <summary>Space for the next bytes: at least one, at most <paramref name="limit"/>.</summary>
    public Memory<byte> Free(long limit)
    {
        var room = _bytes.Length - Length > 0 ? _bytes.AsMemory(Length) : Room(1);
        return room.Length > limit ? room[..(int)limit] : room;
    }

    /// <summary>Bytes have arrived in <see cref="Free"/>.</summary>
    public Span<byte> Received(int count)
    {
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    /// <summary>Ends the message and releases the memory.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private Memory<byte> Room(int size)
    {
        if (_bytes.Length - Length < size)
        {
            var doubled = (int)Math.Min(2L * _bytes.Length, Array.MaxLength);
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialSize, Math.Max(Length + size, doubled)));
            Memory.CopyTo(larger);
            if (_bytes.Length > 0)
                ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }

        return _bytes.AsMemory(Length);
    }
}
