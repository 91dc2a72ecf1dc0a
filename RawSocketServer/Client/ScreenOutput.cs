using System.Buffers;
using System.Text;

namespace RawSocketServer.Client;

/// <summary>
/// Standard output: byte for byte into a file or a pipe. On a terminal, bytes of the peer that would control the terminal are escaped, and
/// an unfinished last line gets a line end, so that the shell's prompt begins on its own line.
/// </summary>
/// <param name="inner">Standard output.</param>
/// <param name="isScreen">Whether it is a terminal.</param>
internal sealed class ScreenOutput(Stream inner, bool isScreen)
{
    private bool _lineIsOpen;
    private byte[] _held = []; // a CR or part of a character; the next bytes complete it

    /// <summary>Shows the bytes at once.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        if (isScreen)
            bytes = Shown([.. _held, .. bytes.Span], isEnd: false);
        if (bytes.IsEmpty)
            return;
        _lineIsOpen = bytes.Span[^1] != '\n';
        await inner.WriteAsync(bytes);
        await inner.FlushAsync();
    }

    public async ValueTask EndAsync()
    {
        if (!isScreen)
            return;
        var rest = Shown(_held, isEnd: true);
        if (rest.Length > 0 || _lineIsOpen)
            await inner.WriteAsync((byte[])[.. rest, (byte)'\n']);
        await inner.FlushAsync();
        _lineIsOpen = false;
    }

    // LF, CR LF and tabs stay; VisibleBytes escapes other controls, invalid UTF-8, and characters that would reorder the text.
    private byte[] Shown(ReadOnlySpan<byte> bytes, bool isEnd)
    {
        var shown = new StringBuilder();
        _held = [];
        while (bytes.Length > 0)
        {
            if (!isEnd && (bytes is [(byte)'\r'] || Rune.DecodeFromUtf8(bytes, out _, out _) == OperationStatus.NeedMoreData))
            {
                _held = bytes.ToArray();
                break;
            }

            var kept = bytes is [(byte)'\r', (byte)'\n', ..] ? 2 : bytes[0] is (byte)'\n' or (byte)'\t' ? 1 : 0;
            _ = shown.Append(kept > 0 ? ((char)bytes[kept - 1]).ToString() : VisibleBytes.Next(ref bytes, out _));
            bytes = bytes[kept..];
        }

        return Encoding.UTF8.GetBytes(shown.ToString());
    }
}
