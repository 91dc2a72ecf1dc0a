using HandRolledHttp.Http1;

namespace HandRolledHttp.Web;

/// <summary>
/// The body turned out to be wrong while a handler was reading it. A handler lets it pass: the connection answers with the
/// reason's status and closes.
/// </summary>
/// <param name="result">Which rule was broken, and where in the message.</param>
/// <param name="offence">The bytes that broke it; the buffer that held them goes on to others.</param>
/// <param name="isFramed">The message is right and only its content is wrong: its end is known, so the connection may go on.</param>
public sealed class RequestRejectedException(ParseResult result, byte[] offence, bool isFramed = false) : Exception(result.Reason.ToString())
{
    /// <summary>The message is right and only its content is wrong.</summary>
    public bool IsFramed => isFramed;

    /// <summary>The bytes that broke the rule; empty when something is missing.</summary>
    public ReadOnlyMemory<byte> Offence => offence;

    /// <summary>Which rule was broken, and where in the message.</summary>
    public ParseResult Result => result;
}

/// <summary>The client went away in the middle of a body. What was read of it is not a whole body and must not be taken for one.</summary>
public sealed class RequestCutException() : IOException("The client went away in the middle of the body.");
