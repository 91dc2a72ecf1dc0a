using System.Net.WebSockets;

namespace MinimalHttpServer;

/// <summary>
/// Sends on a WebSocket from several tasks. The framework allows one send at a time, and none after a close frame; a shutdown sends its
/// close frame at any moment.
/// </summary>
internal sealed class WebSocketSender(WebSocket socket)
{
    private readonly SemaphoreSlim _free = new(1);

    /// <summary>Sends a message; after a close frame it is dropped.</summary>
    public Task SendAsync(ReadOnlyMemory<byte> message, WebSocketMessageType type, CancellationToken cancellation) =>
        InTurnAsync(() => socket.SendAsync(message, type, endOfMessage: true, cancellation).AsTask(), cancellation);

    /// <summary>Sends a close frame, unless one was sent.</summary>
    public Task CloseAsync(WebSocketCloseStatus code, string? reason = null) =>
        InTurnAsync(() => socket.CloseOutputAsync(code, reason, CancellationToken.None), CancellationToken.None);

    /// <summary>Sends close frame 1001 when the server stops.</summary>
    public CancellationTokenRegistration CloseAtTheStop(IHostApplicationLifetime lifetime) =>
        lifetime.ApplicationStopping.Register(() => _ = GoAwayAsync());

    private async Task GoAwayAsync()
    {
        try
        {
            await CloseAsync(WebSocketCloseStatus.EndpointUnavailable);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The client is gone; the next receive reports it.
        }
    }

    private async Task InTurnAsync(Func<Task> send, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await send();
        }
        finally
        {
            _free.Release();
        }
    }
}
