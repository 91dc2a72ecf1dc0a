using System.Buffers.Binary;

namespace RawSocketServer.Frames;

/// <summary>What a <see cref="FrameReader"/> has found.</summary>
public enum FrameState
{
    /// <summary>The frame is not whole yet; all bytes were taken.</summary>
    NeedMore,

    /// <summary>The frame is whole.</summary>
    Complete,

    /// <summary>Its length is over <see cref="FrameReader.MaxLength"/>. Where the next frame begins cannot be known.</summary>
    TooLong,
}

/// <summary>
/// Puts frames together, however their bytes come (docs/frames.md):
/// <code>
/// frame  = length payload        ; 4 bytes, big-endian: the bytes of the payload, 0 to 1 MiB
/// error  = FF FF FF FF frame     ; from the server, the reason as text; FIN follows
/// </code>
/// The buffer grows with the bytes that have arrived and never by what a length promises.
/// </summary>
public sealed class FrameReader
{
    /// <summary>Bytes of the length.</summary>
    public const int HeadLength = 4;

    /// <summary>The longest payload: 1 MiB (gRPC's default is 4 MiB, Kafka's 1 MiB).</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Stands where a length stands, and can be none: the next frame says what is wrong.</summary>
    public const uint ErrorMark = 0xFFFF_FFFF;

    private const int KeptSize = 4096;

    private byte[] _bytes = [];
    private int _count;

    /// <summary>Some bytes of a frame have come.</summary>
    public bool IsInsideFrame => _count > 0;

    /// <summary>Bytes of memory that are held.</summary>
    public int Held => _bytes.Length;

    /// <summary>What the first four bytes say; only once they are there.</summary>
    public uint Length => BinaryPrimitives.ReadUInt32BigEndian(_bytes);

    /// <summary>The whole frame, its length included.</summary>
    public ReadOnlyMemory<byte> Frame => _bytes.AsMemory(0, _count);

    /// <summary>The frame without its length.</summary>
    public ReadOnlyMemory<byte> Payload => Frame[HeadLength..];

    /// <summary>A payload as a frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than <see cref="MaxLength"/>.</exception>
    public static byte[] Of(ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxLength);
        var frame = new byte[HeadLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length);
        payload.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }

    /// <summary>Takes bytes up to the end of the frame.</summary>
    /// <param name="bytes">What was received; what was taken is cut off.</param>
    public FrameState Read(ref ReadOnlySpan<byte> bytes)
    {
        Take(ref bytes, HeadLength);
        if (_count < HeadLength)
            return FrameState.NeedMore;
        if (Length > MaxLength)
            return FrameState.TooLong;
        var end = HeadLength + (int)Length;
        Take(ref bytes, end);
        return _count == end ? FrameState.Complete : FrameState.NeedMore;
    }

    /// <summary>Begins the next frame, and lets go of a large buffer.</summary>
    public void Next()
    {
        _count = 0;
        if (_bytes.Length > KeptSize)
            _bytes = [];
    }

    private void Take(ref ReadOnlySpan<byte> bytes, int end)
    {
        var part = bytes[..Math.Clamp(end - _count, 0, bytes.Length)];
        if (_count + part.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Min(HeadLength + MaxLength, Math.Max(_count + part.Length, Math.Max(64, _bytes.Length * 2))));
        part.CopyTo(_bytes.AsSpan(_count));
        _count += part.Length;
        bytes = bytes[part.Length..];
    }
}
