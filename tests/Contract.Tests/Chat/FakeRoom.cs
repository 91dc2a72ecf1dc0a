using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Contract.Tests.Chat;

/// <summary>A service at the room's address that need not keep docs/chat.md: it greets, and replies once.</summary>
internal sealed class FakeRoom : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    /// <summary>Listens on a free port.</summary>
    /// <param name="greeting">The bytes that it sends first.</param>
    /// <param name="reply">The bytes that it sends after the first bytes of a client.</param>
    public FakeRoom(string greeting, string reply = "")
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _serving = ServeAsync(Encoding.UTF8.GetBytes(greeting), Encoding.UTF8.GetBytes(reply));
    }

    /// <summary>Its address, as an option of a server.</summary>
    public string Option => $"--Chat:Room=tcp://{_listener.LocalEndPoint}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(byte[] greeting, byte[] reply)
    {
        var conversations = new List<Task>();
        try
        {
            while (true)
                conversations.Add(ConverseAsync(await _listener.AcceptAsync(_stop.Token), greeting, reply));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(conversations);
        }
    }

    // Until the client's FIN, so that no reset destroys the reply.
    private async Task ConverseAsync(Socket client, byte[] greeting, byte[] reply)
    {
        using (client)
        {
            try
            {
                var buffer = new byte[1024];
                await client.SendAsync(greeting, SocketFlags.None, _stop.Token);
                for (var isFirst = true; await client.ReceiveAsync(buffer, SocketFlags.None, _stop.Token) > 0; isFirst = false)
                {
                    if (isFirst)
                        await client.SendAsync(reply, SocketFlags.None, _stop.Token);
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The client is gone, or the test is over.
            }
        }
    }
}
