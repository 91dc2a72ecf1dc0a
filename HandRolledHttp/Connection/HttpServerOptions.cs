using HandRolledHttp.Connection.Forwarding;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Http1;
using Microsoft.Extensions.Configuration;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;
using RawSocketServer.Listening.Proxy;

namespace HandRolledHttp.Connection;

/// <summary>All options of the server, from the configuration section <c>Http</c>.</summary>
public sealed record HttpServerOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Http";

    /// <summary>How much of a request is read before it is rejected.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>How long a connection waits for its peer.</summary>
    public Timeouts Timeouts { get; init; } = new();

    /// <summary>How the sockets listen, accept and stop.</summary>
    public SocketServerOptions Sockets { get; init; } = new();

    /// <summary>The proxies that are trusted to name the client.</summary>
    public ForwardedOptions Forwarded { get; init; } = new();

    /// <summary>The options of WebSockets.</summary>
    public WebSocketOptions WebSockets { get; init; } = new();

    /// <summary>A PFX file with the certificate for https addresses; without one a certificate for localhost is generated.</summary>
    public string? Certificate { get; init; }

    /// <summary>The password of <see cref="Certificate"/>, if it has one.</summary>
    public string? CertificatePassword { get; init; }

    /// <summary>Error responses have a status only. Default false: they explain the broken rule and show the place.</summary>
    public bool Terse { get; init; }

    /// <summary>Reads and validates the options.</summary>
    /// <exception cref="RawSocketServer.StartupException">A name is unknown, or a value has the wrong form or is out of range.</exception>
    public static HttpServerOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var sockets = section.GetSection(nameof(Sockets));
        var options = Settings.Read<HttpServerOptions>(section) with
        {
            Limits = Settings.Read<Limits>(section.GetSection(nameof(Limits))),
            Timeouts = Settings.Read<Timeouts>(section.GetSection(nameof(Timeouts))),
            Sockets = Settings.Read<SocketServerOptions>(sockets) with
            {
                Proxy = Settings.Read<ProxyOptions>(sockets.GetSection(nameof(SocketServerOptions.Proxy))),
            },
            Forwarded = Settings.Read<ForwardedOptions>(section.GetSection(nameof(Forwarded))),
            WebSockets = Settings.Read<WebSocketOptions>(section.GetSection(nameof(WebSockets))),
        };
        options.Validate();
        return options;
    }

    private void Validate()
    {
        Limits.Validate($"{Section}:{nameof(Limits)}");
        Timeouts.Validate($"{Section}:{nameof(Timeouts)}");
        Sockets.Validate($"{Section}:{nameof(Sockets)}");
        Forwarded.Validate($"{Section}:{nameof(Forwarded)}");
        WebSockets.Validate($"{Section}:{nameof(WebSockets)}");
    }
}
