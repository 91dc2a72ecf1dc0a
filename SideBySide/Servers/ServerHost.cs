using HandRolledHttp.Connection.Tls;
using HandRolledHttp.Steps;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using RawSocketServer.Hosting;

namespace SideBySide.Servers;

/// <summary>A server in this process and its bound URLs.</summary>
/// <param name="Host">Starts and stops it.</param>
/// <param name="Urls">The bound URLs with their real ports; valid after the start.</param>
public sealed record ServerHost(IHost Host, Func<IReadOnlyList<string>> Urls)
{
    /// <summary>The number of restarts, if counted.</summary>
    internal Func<int>? Restarts => Host.Services.GetService<StepRestarts>() is { } restarts ? () => restarts.Count : null;

    /// <summary>A server on this repository's own sockets.</summary>
    public static ServerHost OfSockets(IHost host) => new(host, () => host.Services.GetRequiredService<BoundUrls>().Urls);

    // Kestrel reads the system's clock, which an experiment cannot hold: its own 5 s for a body and 30 s for a head would judge the machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>A server on Kestrel. It uses HandRolledHttp's certificate, so that a user has to trust only one.</summary>
    public static ServerHost OfKestrel(string urls, Action<IHostApplicationBuilder> share)
    {
        var app = MinimalHttpServer.Program.Create(["--urls", urls], builder =>
        {
            share(builder);
            _ = builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = DemoCertificate.LoadOrCreate(TimeProvider.System));
                kestrel.Limits.RequestHeadersTimeout = kestrel.Limits.KeepAliveTimeout = s_patience;
                kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = new MinDataRate(240, s_patience);
            });
        });
        return new ServerHost(app, () => [.. app.Urls]);
    }
}
