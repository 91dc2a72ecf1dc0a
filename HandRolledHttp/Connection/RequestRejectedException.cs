using HandRolledHttp.Http1;

namespace HandRolledHttp.Connection;

/// <summary>
/// The body is invalid, and a handler noticed it while reading. Handlers do not catch it: the connection responds with the status of the
/// reason and closes.
/// </summary>
/// <param name="result">The broken rule, and its place in the message.</param>
/// <param name="offence">A copy of the wrong bytes; the buffer that held them is reused.</param>
/// <param name="isFramed">
/// The message is well-formed and only its content is wrong: its end is known, so the connection may stay open.
/// </param>
public sealed class RequestRejectedException(ParseResult result, byte[] offence, bool isFramed = false) : Exception(result.Reason.ToString())
{
    /// <summary>The message is well-formed and only its content is wrong.</summary>
    public bool IsFramed => isFramed;

    /// <summary>The wrong bytes; empty if something is missing.</summary>
    public ReadOnlyMemory<byte> Offence => offence;

    /// <summary>The broken rule, and its place in the message.</summary>
    public ParseResult Result => result;
}

/// <summary>The client closed the connection in the middle of a body. The received part must not be treated as a complete body.</summary>
public sealed class RequestCutException() : IOException("The client went away in the middle of the body.");
