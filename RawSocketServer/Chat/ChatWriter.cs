using System.Buffers;
using System.Net.Sockets;
using RawSocketServer.Listening;

namespace RawSocketServer.Chat;

/// <summary>
/// Sends a member's waiting lines in batches, then FIN. It waits, with a deadline, only while the kernel's buffer is full.
/// </summary>
/// <param name="connection">The connection; no other code sends to it meanwhile.</param>
/// <param name="patience">How long a full buffer may accept nothing.</param>
internal sealed class ChatWriter(SocketConnection connection, TimeSpan patience) : IChatOutlet
{
    private const int BatchSize = 16 * 1024;

    /// <summary>How long to wait for the peer's FIN; an earlier close with unread bytes would reset and destroy the last lines.</summary>
    private static readonly TimeSpan s_linger = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasFinished;
    private long? _closedSince;

    /// <summary>Completes when all lines were sent, or when the connection broke.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Whether all lines and FIN were sent.</summary>
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
            _ended.TrySetResult(); // the pending receive fails as well, and its handler removes the member
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
        // A member that has left gets this time only once, not for each batch.
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
