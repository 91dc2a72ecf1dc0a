using System.Runtime.CompilerServices;
using HandRolledHttp.Connection;
using HandRolledHttp.WebSocket;
using RawSocketServer.Listening;

namespace HandRolledHttp.Web.WebSockets;

/// <summary>
/// Sends one frame after the other, whoever sends at the same time; after a close frame nothing more (RFC 6455 §5.5.1). A sender waits
/// until the system has taken its frame, so that a client that does not read holds no more than what its senders hold; how slowly it may
/// read is up to the <see cref="SendBuffer"/>.
/// </summary>
/// <param name="output">Belongs to whoever has the turn.</param>
/// <param name="clock">Says when the close frame was sent.</param>
internal sealed class FrameSender(SendBuffer output, Deadline clock)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private long _closedAt;
    private bool _isClosed;

    /// <summary>A close frame has been sent, or is being sent.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>How long ago it was.</summary>
    public TimeSpan SinceClose => clock.Since(Volatile.Read(ref _closedAt));

    /// <summary>Sends a frame when its turn comes.</summary>
    /// <returns>False when a close frame was sent before; nothing is sent then.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<bool> SendAsync(Opcode opcode, ReadOnlyMemory<byte> payload)
    {
        await _turn.WaitAsync();
        return await SendInTurnAsync(opcode, payload);
    }

    /// <summary>Sends a frame if nothing else is being sent; what is being sent shows the client's state as well as a ping does.</summary>
    public async ValueTask SendIfFreeAsync(Opcode opcode)
    {
        if (await _turn.WaitAsync(TimeSpan.Zero))
            await SendInTurnAsync(opcode, ReadOnlyMemory<byte>.Empty);
    }

    /// <summary>Waits until nobody sends; from then on nobody does.</summary>
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
