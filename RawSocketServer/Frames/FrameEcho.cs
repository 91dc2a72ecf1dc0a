using System.Text;
using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;
using static RawSocketServer.Messages;

namespace RawSocketServer.Frames;

/// <summary>
/// Sends back messages, not bytes (docs/frames.md): each frame when it is complete. A malformed frame gets an error and FIN, since the
/// bytes after it cannot be interpreted.
/// </summary>
/// <param name="options">Validated options.</param>
/// <param name="log">Logs one line per connection, at Debug.</param>
public sealed class FrameEcho(FrameOptions options, ILogger log)
{
    private const int ReceiveSize = 64 * 1024;

    private long _held; // bytes, by all connections

    /// <summary>Serves one connection; the <see cref="ConnectionHandler"/> of a frame server.</summary>
    /// <exception cref="OperationCanceledException">The peer did not read for too long; the server resets the connection.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The connection broke.</exception>
    public async Task ServeAsync(SocketConnection connection)
    {
        using var buffer = new BorrowedBuffer(ReceiveSize);
        var reader = new FrameReader();
        var frames = 0L;
        var held = 0;
        try
        {
            var start = connection.Deadline.Now();
            while (true)
            {
                var received = reader.IsInsideFrame
                    ? await ReceiveInsideAsync(connection, buffer, start)
                    : await connection.ReceiveIdleAsync(buffer, options.IdleTimeout);
                if (received is not > 0)
                {
                    await EndAsync(connection, received, reader);
                    return;
                }

                ReadOnlyMemory<byte> unread = buffer.Borrow()[..received.Value];
                while (unread.Length > 0)
                {
                    if (!reader.IsInsideFrame)
                        start = connection.Deadline.Now();
                    var state = Read(reader, ref unread);
                    held = Hold(held, reader.Held);
                    if (state == FrameState.TooLong || Interlocked.Read(ref _held) > options.MaxHeld)
                    {
                        var reason = state == FrameState.TooLong ? TooLong(reader) : Busy;
                        reader.Next();
                        held = Hold(held, reader.Held); // before the peer reads the reason and retries
                        await RejectAsync(connection, reason);
                        return;
                    }

                    if (state == FrameState.NeedMore)
                        continue;
                    await connection.SendAsync(reader.Frame, options.WriteTimeout);
                    frames++;
                    reader.Next();
                    held = Hold(held, reader.Held);
                }
            }
        }
        finally
        {
            Hold(held, 0);
            Log.FramesEchoed(log, connection.Id, frames);
        }
    }

    private static FrameState Read(FrameReader reader, ref ReadOnlyMemory<byte> unread)
    {
        var bytes = unread.Span;
        var state = reader.Read(ref bytes);
        unread = unread[^bytes.Length..];
        return state;
    }

    private int Hold(int before, int now)
    {
        if (before != now)
            Interlocked.Add(ref _held, now - before);
        return now;
    }

    // Null: the frame was not complete in time.
    private async ValueTask<int?> ReceiveInsideAsync(SocketConnection connection, BorrowedBuffer buffer, long start)
    {
        connection.Deadline.SetAt(start, options.FrameTimeout);
        try
        {
            return await connection.ReceiveAsync(buffer.Borrow());
        }
        catch (OperationCanceledException) when (connection.Deadline.Cause == Interruption.DeadlinePassed)
        {
            connection.Deadline.Resume();
            return null;
        }
        finally
        {
            connection.Deadline.Clear();
        }
    }

    // Between two frames no error is sent: the peer has finished or is silent, or the server stops.
    private async ValueTask EndAsync(SocketConnection connection, int? received, FrameReader reader)
    {
        if (reader.IsInsideFrame)
            await RejectAsync(connection, received is null ? TooSlow : Unfinished);
        else if (received is null)
            await LingerAsync(connection);
    }

    private async ValueTask RejectAsync(SocketConnection connection, string reason)
    {
        var mark = BitConverter.GetBytes(FrameReader.ErrorMark); // the same in either byte order
        await connection.SendAsync((byte[])[.. mark, .. FrameReader.Of(Encoding.UTF8.GetBytes(reason))], options.WriteTimeout);
        await LingerAsync(connection);
    }

    private static ValueTask LingerAsync(SocketConnection connection) =>
        connection.LingerAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    // The message shows the four bytes: they are often text, or a small number in the wrong byte order.
    private static string TooLong(FrameReader reader) => "too-long " + Say(
        $"The length {reader.Length} is over {FrameReader.MaxLength}. Its four bytes are \"{VisibleBytes.Of(reader.Frame.Span)}\".",
        $"长度 {reader.Length} 超过 {FrameReader.MaxLength}，这四个字节是“{VisibleBytes.Of(reader.Frame.Span)}”。");

    private static string TooSlow => "too-slow " + Say("The frame was not complete in time.", "这一帧没有及时收完。");

    private static string Unfinished => "unfinished " + Say("The connection ended inside of a frame.", "连接在一帧中间结束。");

    private static string Busy => "busy " + Say("Too many frames are under way. Try again later.", "正在传输的帧太多，请稍后再试。");
}
