using System.Net;
using NetCoreServer;

namespace NetCoreServerEcho;

/// <summary>The echo server of NetCoreServer's own examples, on a free port of 127.0.0.1.</summary>
public static class Program
{
    /// <summary>Serves until the process is killed.</summary>
    public static Task Main()
    {
        var server = new EchoServer();
        server.Start();
        Console.WriteLine($"Now listening on: {((IPEndPoint)server.Endpoint).Port}");
        return Task.Delay(Timeout.Infinite);
    }

    private sealed class EchoServer() : TcpServer(IPAddress.Loopback, 0)
    {
        protected override TcpSession CreateSession() => new EchoSession(this);

        protected override void OnStarting() => (OptionNoDelay, OptionAcceptorBacklog) = (true, 4096);
    }

    private sealed class EchoSession(TcpServer server) : TcpSession(server)
    {
        protected override void OnReceived(byte[] buffer, long offset, long size) => SendAsync(buffer, offset, size);
    }
}
