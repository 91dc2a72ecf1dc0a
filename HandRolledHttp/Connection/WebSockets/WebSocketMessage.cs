using System.Text;

namespace HandRolledHttp.Connection.WebSockets;

/// <summary>A complete message.</summary>
/// <param name="Bytes">The content; of a received message valid until the next receive.</param>
/// <param name="IsText">The bytes are text in UTF-8, already checked in a received message.</param>
public readonly record struct WebSocketMessage(ReadOnlyMemory<byte> Bytes, bool IsText)
{
    /// <summary>The content as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);
}
