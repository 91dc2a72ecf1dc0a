using System.Net;
using System.Net.Sockets;

namespace SideBySide.Servers;

/// <summary>Warms the servers up, once, before anyone judges how soon they answer.</summary>
/// <param name="servers">The servers.</param>
internal sealed class ServerWarmUp(ServerSet servers)
{
    private static readonly TimeSpan s_guard = TimeSpan.FromMinutes(1);

    private readonly Lazy<Task> _once = new(() => RunAsync(servers, CancellationToken.None));

    /// <summary>Begins it with the first call, and ends when it is done.</summary>
    public Task ReadyAsync(CancellationToken cancellation = default) => _once.Value.WaitAsync(cancellation);

    /// <summary>The first request makes the runtime compile what it needs. That takes longer than all that follows, and says nothing of the server.</summary>
    public static async Task RunAsync(ServerSet servers, CancellationToken cancellation) => await Task.WhenAll(servers.Servers
        .Select(TargetServer.Of)
        .Where(target => target.Id != ServerDefinition.Raw.Id)
        .Select(target => AskAsync(target.Tcp!, cancellation)));

    private static async Task AskAsync(IPEndPoint server, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(s_guard);
        try
        {
            await socket.ConnectAsync(server, limit.Token);
            _ = await socket.SendAsync("GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), limit.Token);
            for (var buffer = new byte[4096]; await socket.ReceiveAsync(buffer, limit.Token) > 0;)
            {
            }
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            // the first experiment will show it
        }
    }
}
