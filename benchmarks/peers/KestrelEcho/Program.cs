using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KestrelEcho;

/// <summary>
/// Kestrel without HTTP, on a free port of 127.0.0.1: a connection handler, the framework's way to implement another protocol.
/// </summary>
public sealed class Program : ConnectionHandler
{
    /// <summary>Serves until the process is killed.</summary>
    public static async Task Main()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionHandler<Program>()));
        await using var app = builder.Build();
        await app.StartAsync();
        Console.WriteLine($"Now listening on: {new Uri(app.Urls.Single()).Port}");
        await app.WaitForShutdownAsync();
    }

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        while (true)
        {
            var read = await input.ReadAsync(connection.ConnectionClosed);
            foreach (var piece in read.Buffer)
                await output.WriteAsync(piece);
            input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }
}
