using System.Buffers.Binary;

namespace RawSocketServer.Frames;

/// <summary>The state of a <see cref="FrameReader"/>.</summary>
public enum FrameState
{
    /// <summary>The frame is incomplete; all bytes were consumed.</summary>
    NeedMore,

    /// <summary>The frame is complete.</summary>
    Complete,

    /// <summary>The length exceeds <see cref="FrameReader.MaxLength"/>, so the start of the next frame is unknown.</summary>
    TooLong,
}

/// <summary>
/// Assembles frames from pieces of any size (docs/frames.md):
/// <code>
/// frame  = length payload        ; 4 bytes, big-endian: the bytes of the payload, 0 to 1 MiB
/// error  = FF FF FF FF frame     ; from the server, the reason as text; FIN follows
/// </code>
/// The buffer grows with the received bytes, not with the announced length.
/// </summary>
public sealed class FrameReader
{
    /// <summary>The size of the length in bytes.</summary>
    public const int HeadLength = 4;

    /// <summary>The longest payload: 1 MiB (gRPC's default is 4 MiB, Kafka's 1 MiB).</summary>
    public const int MaxLength = 1024 * 1024;

    /// <summary>Takes the place of a length, and is not a valid one: the next frame contains the reason of the error.</summary>
    public const uint ErrorMark = 0xFFFF_FFFF;

    private const int KeptSize = 4096;

    private byte[] _bytes = [];
    private int _count;

    /// <summary>Whether a frame has begun.</summary>
    public bool IsInsideFrame => _count > 0;

    /// <summary>The size of the buffer in bytes.</summary>
    public int Held => _bytes.Length;

    /// <summary>The length in the first four bytes; valid when they have arrived.</summary>
    public uint Length => BinaryPrimitives.ReadUInt32BigEndian(_bytes);

    /// <summary>The frame, including its length.</summary>
    public ReadOnlyMemory<byte> Frame => _bytes.AsMemory(0, _count);

    /// <summary>The frame without its length.</summary>
    public ReadOnlyMemory<byte> Payload => Frame[HeadLength..];

    /// <summary>Makes a frame of a payload.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The payload is longer than <see cref="MaxLength"/>.</exception>
    public static byte[] Of(ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxLength);
        var frame = new byte[HeadLength + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length);
        payload.CopyTo(frame.AsSpan(HeadLength));
        return frame;
    }

    /// <summary>Consumes bytes up to the end of the frame.</summary>
    /// <param name="bytes">The received bytes; consumed bytes are removed.</param>
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

    /// <summary>Begins the next frame, and releases a large buffer.</summary>
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
