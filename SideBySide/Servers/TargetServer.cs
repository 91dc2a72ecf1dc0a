using System.Net;
using SideBySide.Wire;

namespace SideBySide.Servers;

/// <summary>A server that experiments are run on.</summary>
/// <param name="Id">A short name, for example <c>handrolled</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Tcp">Where it takes plain connections; null for nowhere.</param>
/// <param name="Tls">Where it takes TLS; null for nowhere.</param>
/// <param name="Udp">Where it takes datagrams; null for nowhere.</param>
/// <param name="Clock">The clock of its deadlines, if an experiment can advance it.</param>
public sealed record TargetServer(string Id, string Name, IPEndPoint? Tcp, IPEndPoint? Tls = null, IPEndPoint? Udp = null, AdvanceableTime? Clock = null)
{
    /// <summary>The ids of this repository's servers, from the bare socket up to the framework.</summary>
    public static IReadOnlyList<string> OwnIds { get; } = [.. ServerDefinition.All.Select(server => server.Id)];

    /// <summary>How often it has been started again after it ended, for a server that serves one client after the other; otherwise null.</summary>
    internal Func<int>? Restarts { get; init; }

    /// <summary>Whether it echoes WebSocket messages and has no other route: only what is asked of that route shows something.</summary>
    public bool IsWebSocketOnly { get; init; }

    /// <summary>Whether only an experiment's own connections may reach it: a server under construction may end because of one that says nothing.</summary>
    internal bool IsUndisturbed { get; init; }

    /// <summary>The servers of this repository, from the bare socket up to the framework.</summary>
    public static IReadOnlyList<TargetServer> All(ServerSet servers) => [.. servers.Servers.Select(Of).OrderBy(target => OwnIds.ToList().IndexOf(target.Id))];

    /// <summary>A server of this repository.</summary>
    public static TargetServer Of(RunningServer server) => new(server.Definition.Id, server.Definition.Name,
        EndPoint(server, "tcp") ?? EndPoint(server, "http"), EndPoint(server, "https"), EndPoint(server, "udp"), server.Clock)
    { Restarts = server.Restarts };

    /// <summary>Whether bytes that are carried in this way have a meaning to it.</summary>
    public bool SpeaksHttp(Transport over) => Id != ServerDefinition.Raw.Id && over != Transport.Udp;

    /// <summary>Where it takes what is carried in this way; null for nowhere.</summary>
    public IPEndPoint? EndPointFor(Transport over) => over switch { Transport.Udp => Udp, Transport.Tls => Tls, _ => Tcp };

    private static IPEndPoint? EndPoint(RunningServer server, string scheme) => server.First(scheme) is { } url
        ? new IPEndPoint(IPAddress.TryParse(url.DnsSafeHost, out var address) ? address : IPAddress.Loopback, url.Port)
        : null;
}
