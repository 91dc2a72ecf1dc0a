using System.Globalization;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace MinimalHttpServer;

/// <summary>A client of the room (docs/chat.md). The routes know only the room's address.</summary>
internal sealed class ChatClient : IDisposable
{
    private const int MaxLine = 8 * 1024; // a message, its number and its name

    private readonly Socket _socket;
    private readonly IAsyncEnumerator<(string Text, string? Fault)> _lines;

    private ChatClient(Socket socket, CancellationToken cancellation)
    {
        _socket = socket;
        var input = PipeReader.Create(new NetworkStream(socket));
        _lines = ChatRoom.LinesAsync(input, MaxLine, cancellation).GetAsyncEnumerator(CancellationToken.None);
    }

    public string Greeting { get; private set; } = "";

    /// <summary>The room's id: 8 hexadecimal digits, new after each start of the room.</summary>
    public string RoomId => Greeting.Split(' ')[2];

    /// <summary>Connects and receives the greeting.</summary>
    /// <param name="room">The room's address.</param>
    /// <param name="patience">The time limit.</param>
    /// <param name="cancellation">Cancels all waits for a line.</param>
    /// <exception cref="IOException">The room cannot be reached, is full, or is another service.</exception>
    public static async Task<ChatClient> OpenAsync(Uri room, TimeSpan patience, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(room.DnsSafeHost, room.Port, cancellation).AsTask().WaitAsync(patience, cancellation);
            var client = new ChatClient(socket, cancellation);
            client.Greeting = await client.ReadAsync().WaitAsync(patience, cancellation) ?? "";
            if (client.Greeting.Split(' ') is not ["*", "room", { Length: 8 } id, ..] || !id.All(char.IsAsciiHexDigitLower))
                throw new IOException(client.Greeting);
            return client;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is OperationCanceledException)
                throw;
            throw new IOException("The chat room cannot be reached.", e);
        }
    }

    /// <summary>Receives the next line, with control characters escaped; null when the room has finished.</summary>
    /// <exception cref="IOException">The connection broke, or the bytes are not a line.</exception>
    public async Task<string?> ReadAsync()
    {
        if (!await _lines.MoveNextAsync())
            return null;
        return _lines.Current.Fault is null ? ChatRoom.Shown(_lines.Current.Text) : throw new IOException(_lines.Current.Fault);
    }

    /// <summary>Sends a line. A line end after it is dropped; those within it are escaped, since each would begin another line.</summary>
    /// <exception cref="IOException">The connection broke, or the room does not receive in time.</exception>
    public async Task SayAsync(string text, TimeSpan patience)
    {
        text = (text.EndsWith('\n') ? text[..^1].TrimEnd('\r') : text).Replace('\r', '\u240D').Replace('\n', '\u240A');
        using var late = new CancellationTokenSource(patience);
        try
        {
            await using var stream = new NetworkStream(_socket, ownsSocket: false);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), late.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new IOException("The chat room takes nothing.", e);
        }
    }

    /// <summary>Sends FIN; the room then sends the rest and its own FIN.</summary>
    public void Finish()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The room is gone; the next receive reports it.
        }
    }

    /// <summary>Makes the close a reset, like that of the member: the room announces <c>left (broken)</c>.</summary>
    public void Reset() => _socket.LingerState = new LingerOption(enable: true, 0);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    /// <summary>The number that begins a numbered line; 0 for another line.</summary>
    public static long Number(string line) =>
        long.TryParse(line.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
