using HandRolledHttp.Connection.Tls;
using HandRolledHttp.Steps;
using RawSocketServer.Hosting;

namespace SideBySide.Servers;

/// <summary>A server that runs in this process, and what it is bound to once it has started.</summary>
/// <param name="Host">Start and stop.</param>
/// <param name="Urls">The bound URLs with their real ports; ask after the start.</param>
public sealed record ServerHost(IHost Host, Func<IReadOnlyList<string>> Urls)
{
    /// <summary>How often it has been started again, where that is counted.</summary>
    internal Func<int>? Restarts => Host.Services.GetService<StepRestarts>() is { } restarts ? () => restarts.Count : null;

    /// <summary>A server that stands on this repository's own sockets.</summary>
    public static ServerHost OfSockets(IHost host) => new(host, () => host.Services.GetRequiredService<BoundUrls>().Urls);

    /// <summary>The server that stands on Kestrel. It gets the certificate of the hand-rolled one, so that trusting one is enough.</summary>
    public static ServerHost OfKestrel(string urls, Action<IHostApplicationBuilder> share)
    {
        var app = MinimalHttpServer.Program.Create(["--urls", urls], builder =>
        {
            share(builder);
            _ = builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>
                https.ServerCertificate = DemoCertificate.LoadOrCreate(TimeProvider.System)));
        });
        return new ServerHost(app, () => [.. app.Urls]);
    }
}
