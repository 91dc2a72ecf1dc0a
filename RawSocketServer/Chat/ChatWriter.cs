using System.Buffers;
using System.Net.Sockets;
using RawSocketServer.Listening;

namespace RawSocketServer.Chat;

/// <summary>Sends a member's lines, as many at a time as wait, then FIN. Only while the kernel's buffer is full does it wait, and has a deadline.</summary>
/// <param name="connection">Is sent to by nothing else meanwhile.</param>
/// <param name="patience">How long a full buffer may take nothing.</param>
internal sealed class ChatWriter(SocketConnection connection, TimeSpan patience) : IChatOutlet
{
    private const int BatchSize = 16 * 1024;

    /// <summary>How long the peer's FIN is waited for after ours; a plain close with unread bytes would destroy the last lines on their way.</summary>
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasFinished;
    private long? _closedSince;

    /// <summary>Nothing more is sent: all was, or the connection broke.</summary>
    public Task Ended => _ended.Task;

    /// <summary>All lines were sent, then FIN.</summary>
    public bool HasFinished => _hasFinished;

    /// <inheritdoc/>
    public void Flush(ChatMember member) => _ = SendAsync(member);

    private async Task SendAsync(ChatMember member)
    {
        var batch = ArrayPool<byte>.Shared.Rent(BatchSize);
        try
        {
            ChatBatch taken;
            while ((taken = member.Take(batch, out var length)) == ChatBatch.Lines)
            {
                var sending = connection.SendAsync(batch.AsMemory(0, length));
                await (sending.IsCompleted ? sending : WaitAsync(sending, member));
            }

            if (taken == ChatBatch.End)
                Finish();
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            _ended.TrySetResult(); // the receive that is under way ends, too, and its handler does the rest
        }
        catch (Exception e)
        {
            _ended.TrySetException(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(batch);
        }
    }

    private async ValueTask WaitAsync(ValueTask sending, ChatMember member)
    {
        // A member that has left is given this time once, not once a batch.
        if (member.IsClosed)
            connection.Deadline.SetAt(_closedSince ??= connection.Deadline.Now(), patience);
        else
            connection.Deadline.Set(patience);
        await sending;
        connection.Deadline.Clear();
    }

    private void Finish()
    {
        connection.Socket.Shutdown(SocketShutdown.Send);
        connection.Deadline.Set(s_linger);
        _hasFinished = true;
        _ended.TrySetResult();
    }
}
