using System.Net.WebSockets;
using System.Text;

namespace Contract.Tests.Chat;

/// <summary>.NET's WebSocket client as a member: a message is a line.</summary>
internal sealed class ChatWebSocket(ClientWebSocket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public ClientWebSocket Socket => socket;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task SayAsync(string line) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(line), WebSocketMessageType.Text, endOfMessage: true, Token);

    /// <summary>Receives the next line; null when the server closes.</summary>
    public async Task<string?> LineAsync()
    {
        for (var length = 0; ;)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length), Token).AsTask().WaitAsync(Hang.Guard, Token);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            length += received.Count;
            if (received.EndOfMessage)
                return Encoding.UTF8.GetString(_buffer, 0, length);
        }
    }

    public async Task<string[]> LinesAsync(int count)
    {
        var lines = new string[count];
        for (var i = 0; i < count; i++)
            lines[i] = await LineAsync() ?? throw new InvalidOperationException($"Closed after {i} lines: {socket.CloseStatus}.");
        return lines;
    }

    /// <summary>Receives lines up to the first with this end.</summary>
    public async Task<List<string>> UntilAsync(string end)
    {
        var lines = new List<string>();
        do
            lines.AddRange(await LinesAsync(1));
        while (!lines[^1].EndsWith(end, StringComparison.Ordinal));
        return lines;
    }

    /// <summary>Receives lines until the server closes, sends the close frame back, and returns its code.</summary>
    public async Task<(List<string> Lines, int? Code)> ToEndAsync()
    {
        var lines = new List<string>();
        while (await LineAsync() is { } line)
            lines.Add(line);
        var code = (int?)socket.CloseStatus;
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Token);
        return (lines, code);
    }

    public void Dispose() => socket.Dispose();
}
