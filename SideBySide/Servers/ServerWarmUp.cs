using System.Net;
using System.Net.Sockets;

namespace SideBySide.Servers;

/// <summary>Warms the servers up once, before their response times are judged.</summary>
/// <param name="servers">The servers.</param>
internal sealed class ServerWarmUp(ServerSet servers)
{
    private static readonly TimeSpan s_guard = TimeSpan.FromMinutes(3);

    private readonly Lazy<Task> _once = new(() => RunAsync(servers, CancellationToken.None));

    /// <summary>Starts the warm-up at the first call, and completes with it.</summary>
    public Task ReadyAsync(CancellationToken cancellation = default) => _once.Value.WaitAsync(cancellation);

    /// <summary>Sends a first request: the runtime compiles the code for it. That takes longer than any later request and does not
    /// characterise the server.</summary>
    public static async Task RunAsync(ServerSet servers, CancellationToken cancellation) => await Task.WhenAll(servers.Servers
        .Select(TargetServer.Of)
        .Where(target => target.Id != ServerDefinitions.Raw.Id)
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
            // the first experiment will show the failure
        }
    }
}
