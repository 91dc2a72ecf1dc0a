using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using RawSocketServer.Listening;

namespace RawSocketServer.Tests.Listening;

/// <summary>The side that closes first keeps the port in TIME_WAIT. Here it is the server, as with HTTP/1.0.</summary>
public class AddressReuseTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_closed_first_can_restart_only_with_address_reuse(bool reuse)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("On Windows TIME_WAIT never keeps a port from being listened on.");
        var options = new SocketServerOptions { ReuseAddress = reuse };
        var port = await ServeOneAsync(options);

        var again = Server(port, options);
        if (reuse)
        {
            again.Start();
            await again.StopAsync(TestContext.Current.CancellationToken);
        }
        else
        {
            var refused = Assert.Throws<ListenException>(again.Start);
            Assert.Equal(SocketError.AddressAlreadyInUse, Assert.IsType<SocketException>(refused.InnerException).SocketErrorCode);
        }
    }

    private static async Task<int> ServeOneAsync(SocketServerOptions options)
    {
        var server = Server(0, options);
        server.Start();
        await using var peer = await Peer.ConnectAsync(server.Urls[0]);
        Assert.Empty(await peer.ReceiveToEndAsync()); // the server's FIN comes first
        peer.HalfClose(); // the server's last ACK follows: from now on its end is in TIME_WAIT
        await server.StopAsync();
        return new Uri(server.Urls[0]).Port;
    }

    private static SocketServer Server(int port, SocketServerOptions options) =>
        new(new ListenUrl("tcp", "127.0.0.1", port), options, _ => Task.CompletedTask, TimeProvider.System, NullLogger.Instance);
}
