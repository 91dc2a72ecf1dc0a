using Microsoft.Extensions.Logging;
using RawSocketServer.Echo;
using RawSocketServer.Listening;

namespace RawSocketServer.Chat;

/// <summary>One client of the room, from the greeting to FIN: turns its bytes into lines, and passes them to the room.</summary>
internal sealed class ChatSession : IDisposable
{
    private const int ReceiveSize = 8 * 1024;

    private readonly ChatRoom _room;
    private readonly ChatOptions _options;
    private readonly SocketConnection _connection;
    private readonly ILogger _log;
    private readonly ChatWriter _writer;
    private readonly TokenBucket _pace;
    private readonly LineReader _reader = new(ChatProtocol.MaxLine);
    private readonly BorrowedBuffer _buffer = new(ReceiveSize);
    private readonly List<ReceivedLine> _batch = [];
    private ReadOnlyMemory<byte> _unread;
    private ChatMember? _member;

    public ChatSession(ChatRoom room, ChatOptions options, SocketConnection connection, ILogger log)
    {
        _room = room;
        _options = options;
        _connection = connection;
        _log = log;
        _writer = new ChatWriter(connection, options.WriteTimeout);
        _pace = new TokenBucket(options.LinesPerSecond, options.LinesPerSecond, connection.Time);
    }

    public void Dispose() => _buffer.Dispose();

    public async Task RunAsync()
    {
        await SendAsync(ChatProtocol.Greeting(_room.Id));
        if (await JoinAsync() is { } notice)
        {
            _connection.Deadline.Resume(); // the deadline for the name may have passed
            await SendAsync(notice.Line());
            await _connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        }
        else if (_member is not null)
        {
            Log.ChatJoined(_log, _connection.Id, _member.Name);
            await ConverseAsync(_member);
        }
    }

    // Returns the last notice for a rejected client; null for one that joined or left.
    private async Task<ChatNotice?> JoinAsync()
    {
        var start = _connection.Deadline.Now();
        for (var tries = 0; tries < ChatProtocol.MaxTries;)
        {
            if (!TryReadLine(out var line))
            {
                var left = _options.NameTimeout - _connection.Deadline.Since(start);
                switch (left > TimeSpan.Zero ? await _connection.ReceiveIdleAsync(_buffer, left) : null)
                {
                    case null:
                        return _connection.IsDraining ? ChatNotice.Bye : ChatNotice.NoName;
                    case 0:
                        return null;
                    case { } received:
                        _unread = _buffer.Borrow()[..received];
                        continue;
                }
            }

            if (line.Fault is null && string.IsNullOrWhiteSpace(line.Text))
                continue;
            var notice = line.Fault ?? Join(line.Text);
            if (notice is null || notice.Value.IsLast() || FirstLine.IsOfPoster(line.Text))
                return notice;
            await SendAsync(notice.Value.Line());
            tries++;
        }

        return ChatNotice.NoName;
    }

    private ChatNotice? Join(string line) =>
        FirstLine.Parse(line) is { } first ? _room.Join(first, _writer, out _member) : ChatNotice.NameInvalid;

    private async Task ConverseAsync(ChatMember member)
    {
        try
        {
            do
            {
                await HandOverAsync(member);
            }
            while (await ReceiveAsync());

            if (_reader.IsInsideLine)
                _room.Notify(member, ChatNotice.Unfinished);
            _room.Leave(member);
            await _writer.Ended;
        }
        catch (Exception e) when (_connection.Deadline.IsBrokenBy(e))
        {
            if (_writer.HasFinished)
                return; // all lines were sent; the client does not send FIN
            _room.Leave(member, _connection.Deadline.Cause == Interruption.DeadlinePassed ? ChatNotice.TooSlow.Code() : "broken");
            throw;
        }
        finally
        {
            _room.Leave(member, "broken"); // without effect unless the server itself failed
            Log.ChatLeft(_log, _connection.Id, member.Name);
        }
    }

    // No deadline: a client may listen forever. TCP keep-alive detects one that is gone.
    private async ValueTask<bool> ReceiveAsync()
    {
        var bytes = _connection.WaitForBytesAsync();
        if (!bytes.IsCompleted)
            _buffer.Release();
        await bytes;
        var received = await _connection.ReceiveAsync(_buffer.Borrow());
        _unread = _buffer.Borrow()[..received];
        return received > 0;
    }

    private async ValueTask HandOverAsync(ChatMember member)
    {
        while (TryReadLine(out var line))
        {
            if (!_pace.TryTake())
            {
                HandOver(member);
                await PauseAsync(member);
            }

            _batch.Add(line);
            if (_batch.Count == ChatRoom.MaxBatch)
                HandOver(member);
        }

        HandOver(member);
    }

    private void HandOver(ChatMember member)
    {
        if (_batch.Count > 0)
            _room.Receive(member, _batch);
        _batch.Clear();
    }

    // Too many lines per second: they stay in the connection, and TCP's flow control slows the sender down.
    private async Task PauseAsync(ChatMember member)
    {
        do
        {
            await Task.Delay(TimeSpan.FromSeconds(1.0 / _options.LinesPerSecond), _connection.Time, _connection.Deadline.Token);
        }
        while (!member.IsClosed && !_pace.TryTake());
    }

    private bool TryReadLine(out ReceivedLine line)
    {
        var bytes = _unread.Span;
        var isRead = _reader.TryRead(ref bytes, out line);
        _unread = _unread[^bytes.Length..];
        return isRead;
    }

    private ValueTask SendAsync(byte[] line) => _connection.SendAsync(line, _options.WriteTimeout);
}
