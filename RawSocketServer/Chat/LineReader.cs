using System.Text;
using System.Text.Unicode;

namespace RawSocketServer.Chat;

/// <summary>A line that a client has ended.</summary>
/// <param name="Text">Without its line end; empty when there is a fault.</param>
/// <param name="Fault">Why it is not a line of this protocol; null when it is one.</param>
public readonly record struct ReceivedLine(string Text, ChatNotice? Fault = null);

/// <summary>
/// Cuts a stream of bytes into lines, however the bytes come. The end is LF or CR LF; any other CR is a part of the line.
/// Of a line that has begun at most <paramref name="maxLength"/> bytes and a CR are held; of one that is longer, none.
/// </summary>
/// <param name="maxLength">Bytes of a line without its end.</param>
public sealed class LineReader(int maxLength)
{
    private byte[]? _held;
    private int _length;
    private bool _skips; // the rest of a line that was too long

    /// <summary>Bytes have come that no line end has followed.</summary>
    public bool IsInsideLine => _length > 0 || _skips;

    /// <summary>Takes bytes up to the end of the next line, or all.</summary>
    /// <param name="bytes">What was received; what was taken is cut off.</param>
    /// <param name="line">The line, or its fault. A line that is too long is reported at once, not at its end.</param>
    /// <returns>False when all bytes were taken and no line has ended.</returns>
    public bool TryRead(ref ReadOnlySpan<byte> bytes, out ReceivedLine line)
    {
        while (bytes.Length > 0)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (_skips)
            {
                _skips = end < 0;
                continue;
            }

            if (_length + part.Length > maxLength + 1)
            {
                line = new ReceivedLine("", ChatNotice.LineTooLong);
                _skips = end < 0;
                Drop();
                return true;
            }

            if (end < 0)
            {
                Hold(part);
                break;
            }

            line = Read(part);
            return true;
        }

        line = default;
        return false;
    }

    private ReceivedLine Read(ReadOnlySpan<byte> part)
    {
        if (_length > 0)
        {
            Hold(part);
            part = _held.AsSpan(0, _length);
        }

        if (part is [.., (byte)'\r'])
            part = part[..^1];
        ReceivedLine line = part.Length > maxLength ? new("", ChatNotice.LineTooLong)
            : Utf8.IsValid(part) ? new(Encoding.UTF8.GetString(part))
            : new("", ChatNotice.NotUtf8);
        Drop();
        return line;
    }

    private void Hold(ReadOnlySpan<byte> part)
    {
        _held ??= new byte[maxLength + 1];
        part.CopyTo(_held.AsSpan(_length));
        _length += part.Length;
    }

    private void Drop() => (_held, _length) = (null, 0);
}
