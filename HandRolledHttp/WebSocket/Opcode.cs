namespace HandRolledHttp.WebSocket;

/// <summary>The kind of a frame (RFC 6455 §5.2, §11.8). 0x3 to 0x7 and 0xB to 0xF are reserved.</summary>
public enum Opcode : byte
{
    /// <summary>The next fragment of a message (§5.4).</summary>
    Continuation = 0x0,

    /// <summary>A message of UTF-8 text, or its first fragment (§5.6).</summary>
    Text = 0x1,

    /// <summary>A message of bytes, or its first fragment (§5.6).</summary>
    Binary = 0x2,

    /// <summary>The last frame in its direction (§5.5.1).</summary>
    Close = 0x8,

    /// <summary>Asks the peer for a pong (§5.5.2).</summary>
    Ping = 0x9,

    /// <summary>Returns the payload of a ping, or is sent unasked as a heartbeat (§5.5.3).</summary>
    Pong = 0xA,
}
