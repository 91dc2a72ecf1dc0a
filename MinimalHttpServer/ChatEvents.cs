using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace MinimalHttpServer;

/// <summary>The room as Server-Sent Events: each line of the room is an event.</summary>
internal sealed class ChatEvents(ChatSettings settings, IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);

    /// <summary>Returns events until one side ends. A lost room is an event as well: after a 503 a browser would not reconnect.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(
        HttpContext context, [EnumeratorCancellation] CancellationToken aborted)
    {
        if (HttpMethods.IsHead(context.Request.Method))
            yield break;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        var gone = new SseItem<string>($"! room-gone {ChatRoutes.Unreachable(context.Request)}", "notice")
        {
            ReconnectionInterval = s_retry
        };
        using var client = await OpenAsync(context.Request.Headers["Last-Event-ID"].ToString(), ended.Token);
        yield return client is null ? gone : new SseItem<string>(client.Greeting, "notice") { ReconnectionInterval = s_retry };
        while (client is not null && await NextAsync(client, context, gone, ended.Token) is { } item)
            yield return item;
    }

    private async Task<ChatClient?> OpenAsync(string position, CancellationToken ended)
    {
        ChatClient? client = null;
        try
        {
            client = await ChatClient.OpenAsync(settings.Room, settings.Patience, ended);
            await client.SayAsync(ChatRoutes.FirstLine(position, client.RoomId), settings.Patience);
            return client;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            client?.Dispose();
            return null;
        }
    }

    // The framework does not write comments into event streams, so this method writes them between two events.
    private async Task<SseItem<string>?> NextAsync(ChatClient client, HttpContext context, SseItem<string> gone, CancellationToken ended)
    {
        try
        {
            var reading = client.ReadAsync();
            while (!await IsDoneAsync(reading, ended))
            {
                await context.Response.WriteAsync(":\n\n", ended);
                await context.Response.Body.FlushAsync(ended);
            }

            return await reading is not { } line ? null : ChatClient.Number(line) is > 0 and var number
                ? new SseItem<string>(line) { EventId = $"{client.RoomId}:{number}" }
                : new SseItem<string>(line, "notice");
        }
        catch (IOException)
        {
            return gone;
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return null; // the server stops
        }
    }

    private async Task<bool> IsDoneAsync(Task reading, CancellationToken ended)
    {
        try
        {
            await reading.WaitAsync(settings.PingAfter, time, ended);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
