using System.Runtime.CompilerServices;
using HandRolledHttp.WebSocket;
using RawSocketServer.Listening;

namespace HandRolledHttp.Connection.WebSockets;

/// <summary>
/// Sends one frame at a time, even if several tasks send; after a close frame it sends nothing (RFC 6455 §5.5.1). A send completes when
/// the kernel has accepted the frame, so a slow reader also slows its senders. <see cref="SendBuffer"/> limits how slow it may be.
/// </summary>
/// <param name="output">The buffer; only the current sender uses it.</param>
/// <param name="clock">The clock of <c>SinceClose</c>.</param>
internal sealed class FrameSender(SendBuffer output, Deadline clock)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _closedAt;
    private bool _isClosed;

    /// <summary>Whether the close frame was sent, or is being sent.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    public TimeSpan SinceClose => clock.Since(Volatile.Read(ref _closedAt));

    /// <summary>Sends a frame after the frames of earlier senders.</summary>
    /// <returns>False if a close frame was sent before; then nothing is sent.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(Opcode opcode, ReadOnlyMemory<byte> payload)
    {
        await _turn.WaitAsync();
        return await SendInTurnAsync(opcode, payload);
    }

    /// <summary>Sends a frame if no other is being sent; otherwise that frame shows the client's state as well as a ping.</summary>
    public async ValueTask SendIfFreeAsync(Opcode opcode)
    {
        if (await _turn.WaitAsync(TimeSpan.Zero))
            await SendInTurnAsync(opcode, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Waits for the current send, and prevents all later ones.</summary>
    public async ValueTask EndAsync()
    {
        await _turn.WaitAsync();
        Close();
        _turn.Release();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> SendInTurnAsync(Opcode opcode, ReadOnlyMemory<byte> payload)
    {
        try
        {
            if (_isClosed)
                return false;
            if (opcode == Opcode.Close)
                Close();
            FrameWriter.WriteHead(output, opcode, payload.Length);
            await output.WriteAsync(payload);
            await output.FlushAsync();
            output.Release();
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Close()
    {
        if (_isClosed)
            return;
        Volatile.Write(ref _closedAt, clock.Now());
        Volatile.Write(ref _isClosed, true);
    }
}
