using System.Buffers;
using System.Text;

namespace RawSocketServer.Client;

/// <summary>
/// Standard output: byte for byte into a file or a pipe. On a screen, bytes of the peer that would do more than show a character are
/// escaped, and a last line without an end gets one, so that the shell's prompt does not stand behind the response.
/// </summary>
/// <param name="inner">Standard output.</param>
/// <param name="isScreen">It is a terminal.</param>
internal sealed class ScreenOutput(Stream inner, bool isScreen)
{
    private bool _lineIsOpen;
    private byte[] _held = []; // a CR, or the beginning of a character, whose rest comes with the next bytes

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

    /// <summary>Nothing more will come.</summary>
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

    // LF, CR LF and tabs keep their meaning; VisibleBytes escapes the other controls, what is not UTF-8, and what would reorder the text.
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
