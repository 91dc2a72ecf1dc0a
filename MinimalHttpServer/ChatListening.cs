using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MinimalHttpServer;

/// <summary>The address of the room: <c>--Chat:Listen tcp://127.0.0.1:12347</c>.</summary>
internal static class ChatListening
{
    /// <summary>Listens at the address if it is configured.</summary>
    /// <exception cref="FormatException">The address is malformed.</exception>
    public static void ListenForChat(this WebApplicationBuilder builder)
    {
        if (builder.Configuration["Chat:Listen"] is not { Length: > 0 } address)
            return;
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme != "tcp"
            || !IPEndPoint.TryParse(url.Authority, out var endPoint))
            throw new FormatException(Startup.Say(
                $"--Chat:Listen \"{address}\" is not like tcp://127.0.0.1:12347",
                $"--Chat:Listen“{address}”应形如 tcp://127.0.0.1:12347"));

        // With one address set in code, Kestrel ignores --urls. So the code sets those addresses as well.
        var addresses = (builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(BindingAddress.Parse).ToArray();
        builder.WebHost.UseUrls();
        builder.Services.AddSingleton<ChatRoom>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var http in addresses)
                Listen(kestrel, http);
            kestrel.Listen(endPoint, listen => listen.UseConnectionHandler<ChatRoom>());
        });
    }

    private static void Listen(KestrelServerOptions kestrel, BindingAddress address)
    {
        if (address.Host == "localhost")
            kestrel.ListenLocalhost(address.Port, Configure);
        else if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
            kestrel.Listen(ip, address.Port, Configure);
        else
            kestrel.ListenAnyIP(address.Port, Configure);

        void Configure(ListenOptions listen)
        {
            if (address.Scheme == "https")
                listen.UseHttps();
        }
    }
}
