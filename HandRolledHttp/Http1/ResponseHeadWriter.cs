using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace HandRolledHttp.Http1;

/// <summary>
/// Writes the head of a response:
/// <code>
/// status-line = HTTP-version SP status-code SP [ reason-phrase ]      RFC 9112 §4
/// </code>
/// The version is always the server's, not the client's (RFC 9110 §6.2).
/// </summary>
internal static class ResponseHeadWriter
{
    private static readonly SearchValues<char> s_notValue =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c).Where(c => c != '\t'), '\x7F']);

    private static readonly string[] s_own = ["Content-Length", "Transfer-Encoding", "Connection", "Date"];

    private static readonly byte[]?[] s_statusLines = BuildStatusLines();

    /// <summary>The status line.</summary>
    public static void WriteStatusLine(IBufferWriter<byte> output, int status) =>
        output.Write(s_statusLines[status] ?? Encoding.ASCII.GetBytes($"HTTP/1.1 {status} \r\n"));

    /// <summary>One field line. The value was checked when the handler set it.</summary>
    public static void WriteField(IBufferWriter<byte> output, ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        var span = output.GetSpan(name.Length + Encoding.UTF8.GetMaxByteCount(value.Length) + 4);
        var at = Encoding.ASCII.GetBytes(name, span);
        span[at++] = (byte)':';
        span[at++] = (byte)' ';
        at += Encoding.UTF8.GetBytes(value, span[at..]);
        span[at++] = (byte)'\r';
        span[at++] = (byte)'\n';
        output.Advance(at);
    }

    /// <summary>Content-Length: the body's length is known in advance.</summary>
    public static void WriteContentLength(IBufferWriter<byte> output, long length)
    {
        output.Write("Content-Length: "u8);
        var span = output.GetSpan(24);
        Utf8Formatter.TryFormat(length, span, out var written);
        output.Advance(written);
        output.Write("\r\n"u8);
    }

    /// <summary>The chunk header for a piece of a body of unknown length.</summary>
    public static void WriteChunkSize(IBufferWriter<byte> output, int size)
    {
        var span = output.GetSpan(10);
        Utf8Formatter.TryFormat(size, span, out var written, new StandardFormat('x'));
        output.Advance(written);
        output.Write("\r\n"u8);
    }

    /// <summary>Whether a final response with this status has no body by definition (RFC 9110 §6.4.1).</summary>
    public static bool IsBodiless(int status) => status is 204 or 304;

    /// <summary>Whether a field describes framing, persistence or the date; handlers must not set such a field.</summary>
    public static bool IsOwn(string name) => s_own.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Rejects text that would end a field line. A CR LF in a value that a handler copied from a request would let the client write the
    /// rest of the response (response splitting). Non-ASCII text is sent as UTF-8 (obs-text, RFC 9110 §5.5): if each character were cut to
    /// one byte, harmless characters would become CR and LF.
    /// </summary>
    /// <exception cref="ArgumentException">The name is not a token, or the value has a control character other than HTAB.</exception>
    public static void Check(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(Grammar.TCharOfText))
            throw new ArgumentException("A field name must be a token (RFC 9110 §5.1).", nameof(name));
        if (value.AsSpan().ContainsAny(s_notValue))
            throw new ArgumentException($"The value of {name} must not contain control characters (RFC 9110 §5.5).", nameof(value));
    }

    private static byte[]?[] BuildStatusLines()
    {
        var lines = new byte[1000][];
        foreach (var (status, phrase) in StatusPhrases.All)
            lines[status] = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {phrase}\r\n"));
        return lines;
    }
}
