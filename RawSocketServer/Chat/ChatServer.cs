using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Chat;

/// <summary>A chat room over TCP (docs/chat.md): a line is a message. All addresses of one server share one room.</summary>
/// <param name="options">Validated options.</param>
/// <param name="log">Logs joins and leaves, at Debug.</param>
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

    /// <summary>Sends the reason to a connection above the server's limit.</summary>
    public static async Task RejectAsync(SocketConnection connection)
    {
        await connection.SendAsync(ChatNotice.RoomFull.Line());
        await connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Sends the waiting lines to every member, then <c>* bye</c> and FIN.</summary>
    public void Close() => _room.Close();
}
