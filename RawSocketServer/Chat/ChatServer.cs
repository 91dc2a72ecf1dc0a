using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Chat;

/// <summary>The room behind sockets (docs/chat.md): a line is a message. All addresses of one server lead to the same room.</summary>
/// <param name="options">Validated options.</param>
/// <param name="log">Takes joins and leaves, at Debug.</param>
public sealed class ChatServer(ChatOptions options, ILogger log)
{
    private readonly ChatRoom _room = new(options);

    /// <summary>Serves one connection; the <see cref="ConnectionHandler"/> of a chat server.</summary>
    /// <exception cref="OperationCanceledException">The peer did not read for too long; the server resets the connection.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public async Task ServeAsync(SocketConnection connection)
    {
        using var session = new ChatSession(_room, options, connection, log);
        await session.RunAsync();
    }

    /// <summary>Says why a connection over the server's own cap is closed.</summary>
    public static async Task RefuseAsync(SocketConnection connection)
    {
        await connection.SendAsync(ChatNotice.RoomFull.Line());
        await connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Every member gets the lines that the room has taken, then <c>* bye</c> and FIN.</summary>
    public void Close() => _room.Close();
}
