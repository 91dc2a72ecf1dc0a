using HandRolledHttp.Http1;

namespace SideBySide.Http;

/// <summary>
/// A field value that continues on the next line, which begins with white space:
/// <code>
/// obs-fold = OWS CRLF RWS          RFC 9112 §5.2
/// </code>
/// A server rejects it. A client replaces each fold in a response with spaces before it reads the value.
/// </summary>
internal static class FieldFolding
{
    /// <summary>A copy of the stream in which two spaces replace the CRLF of each fold; null without a fold.</summary>
    /// <param name="stream">All bytes of the stream.</param>
    /// <param name="start">The first byte of the fields.</param>
    public static byte[]? Unfold(ReadOnlySpan<byte> stream, int start)
    {
        byte[]? unfolded = null;
        for (var line = start; line < stream.Length;)
        {
            var length = stream[line..].IndexOf(Grammar.LF);
            var lf = line + length;
            if (length < 1 || stream[lf - 1] != Grammar.CR || length == 1 || lf + 1 == stream.Length)
                break; // no end, a bare LF, or the empty line
            if (Grammar.IsOws(stream[lf + 1]) && !Grammar.IsOws(stream[start]))
            {
                unfolded ??= stream.ToArray();
                unfolded[lf - 1] = unfolded[lf] = Grammar.SP;
            }

            line = lf + 1;
        }

        return unfolded;
    }
}
