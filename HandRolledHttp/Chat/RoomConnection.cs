using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using RawSocketServer.Chat;
using RawSocketServer.Listening;

namespace HandRolledHttp.Chat;

/// <summary>
/// One connection to the room, as a client of its protocol (docs/chat.md). It receives only on request: without a reader, TCP slows the
/// room down, and the room's own limits apply.
/// </summary>
internal sealed class RoomConnection : IDisposable
{
    /// <summary>The maximum line of the room in bytes: a message, its number and its name.</summary>
    private const int MaxLine = 8 * 1024;

    private readonly Socket _socket;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly LineReader _reader = new(MaxLine);
    private readonly byte[] _buffer = new byte[4 * 1024];
    private ReadOnlyMemory<byte> _unread;

    private RoomConnection(Socket socket, TimeSpan patience, TimeProvider time)
    {
        _socket = socket;
        _patience = patience;
        _time = time;
    }

    /// <summary>The room's greeting: the first line of every connection.</summary>
    public RoomLine Greeting { get; private set; }

    /// <summary>The room's id: 8 hexadecimal digits, new after each start of the room.</summary>
    public string RoomId => Greeting.Text.Split(' ')[2];

    /// <summary>Connects and receives the greeting.</summary>
    /// <exception cref="RoomException">The room cannot be reached, does not greet in time, or is another service.</exception>
    public static async Task<RoomConnection> OpenAsync(ChatOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var room = new RoomConnection(new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }, options.RoomTimeout, time);
        try
        {
            room._socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true); // detects a lost machine
            await room.InTimeAsync(token => room._socket.ConnectAsync(options.EndPoint!, token), cancellation);
            await room.InTimeAsync(room.GreetAsync, cancellation);
            return room;
        }
        catch (Exception e)
        {
            room.Dispose();
            if (e is RoomException { InnerException: SocketException or OperationCanceledException })
                throw RoomException.Unreachable(e.InnerException);
            throw;
        }
    }

    /// <summary>Whether a text can be the id of a room.</summary>
    public static bool IsId(string text) => text.Length == 8 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Sends one line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="cancellation">Cancels the send.</param>
    /// <exception cref="RoomException">The connection broke, or the room does not receive in time.</exception>
    public ValueTask SendAsync(string line, CancellationToken cancellation)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(line + "\n");
        return InTimeAsync(
            async token =>
            {
                while (bytes.Length > 0)
                    bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, token)..];
            },
            cancellation);
    }

    /// <summary>Receives the next line; null when the room has finished.</summary>
    /// <exception cref="RoomException">The connection broke, or the bytes are not a line.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> is cancelled.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<RoomLine?> ReadAsync(CancellationToken cancellation)
    {
        ReceivedLine line;
        while (!TryRead(out line))
        {
            var count = await ReceiveAsync(cancellation);
            if (count == 0)
                return null;
            _unread = _buffer.AsMemory(0, count);
        }

        return line.Fault is null ? RoomLine.Read(line.Text) : throw RoomException.NotARoom();
    }

    /// <summary>Sends FIN; the room then sends the rest and its own FIN.</summary>
    public void EndSending()
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

    /// <summary>Leaves the room gracefully: sends FIN, then reads the rest, so that no reset destroys it.</summary>
    public async Task LeaveAsync()
    {
        EndSending();
        try
        {
            await InTimeAsync(
                async token =>
                {
                    while (await _socket.ReceiveAsync(_buffer, SocketFlags.None, token) > 0)
                    {
                    }
                },
                CancellationToken.None);
        }
        catch (RoomException)
        {
            // The member has left; errors no longer matter.
        }
    }

    /// <summary>Waits until the reader of the room's lines has ended, but not longer than for any other step of the room.</summary>
    public async Task EndedAsync(Task reading) =>
        await reading.WaitAsync(_patience, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Makes the close a reset, like that of the client: the room announces <c>left (broken)</c>.</summary>
    public void Reset() => _socket.ResetOnClose();

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async ValueTask GreetAsync(CancellationToken cancellation)
    {
        Greeting = await ReadAsync(cancellation) ?? throw RoomException.Unreachable();
        if (Greeting.Code == ChatNotice.RoomFull.Code())
            throw RoomException.TooMany();
        if (Greeting.Text.Split(' ') is not ["*", "room", var id, ..] || !IsId(id))
            throw RoomException.NotARoom();
    }

    private bool TryRead(out ReceivedLine line)
    {
        var bytes = _unread.Span;
        var isRead = _reader.TryRead(ref bytes, out line);
        _unread = _unread[^bytes.Length..];
        return isRead;
    }

    private async ValueTask<int> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            return await _socket.ReceiveAsync(_buffer, SocketFlags.None, cancellation);
        }
        catch (SocketException e)
        {
            throw RoomException.Lost(e);
        }
    }

    private async ValueTask InTimeAsync(Func<CancellationToken, ValueTask> action, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_patience, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            await action(both.Token);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw RoomException.Lost(e);
        }
    }
}
