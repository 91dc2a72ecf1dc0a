using System.Text;
using System.Text.Unicode;

namespace RawSocketServer.Chat;

/// <summary>A complete line from a client.</summary>
/// <param name="Text">The line without its end; empty after a fault.</param>
/// <param name="Fault">The broken rule, or null.</param>
public readonly record struct ReceivedLine(string Text, ChatNotice? Fault = null);

/// <summary>
/// Splits a stream of bytes into lines. A line ends with LF or CR LF; any other CR is part of the line. Of an incomplete line at most
/// <paramref name="maxLength"/> bytes and a CR are stored; of a longer one, none.
/// </summary>
/// <param name="maxLength">The longest line in bytes, without its end.</param>
public sealed class LineReader(int maxLength)
{
    private byte[]? _held;
    private int _length;
    private bool _skips; // the rest of a line that was too long is skipped

    /// <summary>Whether a line has begun and not ended.</summary>
    public bool IsInsideLine => _length > 0 || _skips;

    /// <summary>Consumes bytes up to the end of the next line, or all.</summary>
    /// <param name="bytes">The received bytes; consumed bytes are removed.</param>
    /// <param name="line">The line, or its fault. A line that is too long is reported at once, not at its end.</param>
    /// <returns>False if all bytes were consumed and no line has ended.</returns>
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
