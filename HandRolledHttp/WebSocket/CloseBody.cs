using System.Buffers.Binary;
using System.Text.Unicode;

namespace HandRolledHttp.WebSocket;

/// <summary>
/// The body of a close frame (RFC 6455 §5.5.1): nothing, or a code of two bytes and a reason in UTF-8.
/// </summary>
internal static class CloseBody
{
    private const int CodeLength = 2;

    /// <summary>Parses a whole unmasked body.</summary>
    /// <param name="body">0 to 125 bytes.</param>
    /// <param name="code">The code, if the result is complete; <see cref="CloseCode.NoCode"/> for an empty body.</param>
    public static FrameResult Parse(ReadOnlySpan<byte> body, out CloseCode code)
    {
        code = CloseCode.NoCode;
        if (body.Length == 0)
            return FrameResult.Complete(0);
        if (body.Length < CodeLength)
            return FrameResult.Rejected(FrameError.CloseBodyTooShort, 0, body.Length);
        code = (CloseCode)BinaryPrimitives.ReadUInt16BigEndian(body);
        if (!CloseCodes.IsValid((int)code))
            return FrameResult.Rejected(FrameError.CloseCodeInvalid, 0, CodeLength);
        if (Utf8.IsValid(body[CodeLength..]))
            return FrameResult.Complete(body.Length);
        var reason = new Utf8Validator();
        var invalid = reason.FindInvalid(body[CodeLength..]);
        return invalid >= 0
            ? FrameResult.Rejected(FrameError.CloseReasonInvalid, CodeLength + invalid)
            : FrameResult.Rejected(FrameError.CloseReasonInvalid, body.Length, 0); // a cut character at the end
    }

    /// <summary>Writes a body: a code and as much of the reason as fits, in whole characters.</summary>
    /// <param name="body">At least 125 bytes.</param>
    /// <param name="code">A code that may be sent; <see cref="CloseCode.NoCode"/> writes nothing.</param>
    /// <param name="reason">May be empty.</param>
    /// <returns>The number of written bytes.</returns>
    public static int Write(Span<byte> body, CloseCode code, string reason)
    {
        if (code == CloseCode.NoCode)
            return 0;
        BinaryPrimitives.WriteUInt16BigEndian(body, (ushort)code);
        Utf8.FromUtf16(reason, body[CodeLength..FrameHead.MaxShort], out _, out var length); // stops before a character that does not fit
        return CodeLength + length;
    }
}
