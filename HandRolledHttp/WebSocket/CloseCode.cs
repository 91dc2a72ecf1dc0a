namespace HandRolledHttp.WebSocket;

/// <summary>
/// The reasons to close a WebSocket (RFC 6455 §7.4.1 and its registry). A peer may send others; see <see cref="CloseCodes.IsValid"/>.
/// </summary>
public enum CloseCode
{
    /// <summary>The purpose of the connection is fulfilled.</summary>
    Normal = 1000,

    /// <summary>The endpoint goes away: the server stops, or the browser leaves the page.</summary>
    GoingAway = 1001,

    /// <summary>A rule of the protocol is broken.</summary>
    ProtocolError = 1002,

    /// <summary>The endpoint does not accept this type of content, for example bytes where it expects text.</summary>
    UnsupportedData = 1003,

    /// <summary>Never sent: the close frame had no code.</summary>
    NoCode = 1005,

    /// <summary>Never sent: the connection ended without a close frame.</summary>
    Abnormal = 1006,

    /// <summary>The content does not match its type: text that is not UTF-8.</summary>
    InvalidContent = 1007,

    /// <summary>A rule of the application is broken.</summary>
    PolicyViolation = 1008,

    /// <summary>The message exceeds the endpoint's limit.</summary>
    MessageTooLarge = 1009,

    /// <summary>The server has failed.</summary>
    InternalError = 1011,

    /// <summary>A resource that the server needs is not available now (IANA, WebSocket Close Code Number).</summary>
    TryAgainLater = 1013,
}

/// <summary>The codes that a close frame may contain.</summary>
internal static class CloseCodes
{
    /// <summary>
    /// RFC 6455 §7.4.2: 0–999 are not used; 1000–2999 are for the protocol, of which only the registered ones have a meaning; 3000–3999 are
    /// for libraries and 4000–4999 for applications. 1004 is reserved; 1005, 1006 and 1015 must not be sent (§7.4.1). 1012 to 1014 were
    /// registered later (IANA, WebSocket Close Code Number).
    /// </summary>
    public static bool IsValid(int code) => code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}
