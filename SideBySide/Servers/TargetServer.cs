using System.Net;
using HandRolledHttp.Steps;
using SideBySide.Wire;

namespace SideBySide.Servers;

/// <summary>A server on which experiments run.</summary>
/// <param name="Id">A short name, for example <c>handrolled</c>.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Tcp">Its TCP address; null for none.</param>
/// <param name="Tls">Its TLS address; null for none.</param>
/// <param name="Udp">Its UDP address; null for none.</param>
/// <param name="Clock">The clock of its deadlines, if an experiment can advance it.</param>
public sealed record TargetServer(string Id, string Name, IPEndPoint? Tcp, IPEndPoint? Tls = null, IPEndPoint? Udp = null, AdvanceableTime? Clock = null)
{
    /// <summary>The ids of this repository's servers, from the echo server up to the framework.</summary>
    public static IReadOnlyList<string> OwnIds { get; } = [.. ServerDefinitions.All.Select(server => server.Id)];

    /// <summary>The number of restarts of a sequential server that ended; null for other servers.</summary>
    internal StepRestarts? Restarts { get; init; }

    /// <summary>Whether it echoes WebSocket messages and has no other route: only what is asked of that route shows something.</summary>
    public bool IsWebSocketOnly { get; init; }

    /// <summary>Whether only the experiment may connect: an unfinished server may end because of a silent connection.</summary>
    internal bool IsUndisturbed { get; init; }

    /// <summary>The servers of this repository, from the echo server up to the framework.</summary>
    public static IReadOnlyList<TargetServer> All(ServerSet servers) => [.. servers.Servers.Select(Of).OrderBy(target => OwnIds.ToList().IndexOf(target.Id))];

    /// <summary>A server of this repository.</summary>
    public static TargetServer Of(RunningServer server) => new(server.Definition.Id, server.Definition.Name,
        EndPoint(server, "tcp") ?? EndPoint(server, "http"), EndPoint(server, "https"), EndPoint(server, "udp"), server.Clock)
    { Restarts = server.Restarts };

    /// <summary>Whether it implements HTTP over this transport.</summary>
    public bool SpeaksHttp(Transport over) => Id != ServerDefinitions.Raw.Id && over != Transport.Udp;

    /// <summary>Its address for this transport; null for none.</summary>
    public IPEndPoint? EndPointFor(Transport over) => over switch { Transport.Udp => Udp, Transport.Tls => Tls, _ => Tcp };

    private static IPEndPoint? EndPoint(RunningServer server, string scheme) => server.First(scheme) is { } url
        ? new IPEndPoint(IPAddress.TryParse(url.DnsSafeHost, out var address) ? address : IPAddress.Loopback, url.Port)
        : null;
}

/// <summary>A server that listens.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Urls">Its URLs, with real ports.</param>
/// <param name="Clock">The clock of its deadlines; null if it cannot be advanced.</param>
public sealed record RunningServer(ServerDefinition Definition, IReadOnlyList<string> Urls, AdvanceableTime? Clock = null)
{
    /// <summary>The number of restarts, if counted.</summary>
    internal StepRestarts? Restarts { get; init; }

    /// <summary>Its first address with this scheme, usable on this machine; null for none.</summary>
    public Uri? First(string scheme) => Urls.Select(Reachable).FirstOrDefault(uri => uri.Scheme == scheme);

    /// <summary>A bound URL as an address to connect to: the loopback address replaces a wildcard address.</summary>
    public static Uri Reachable(string bound) => new(bound
        .Replace("://[::]", "://[::1]", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal));
}
