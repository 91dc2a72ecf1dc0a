using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Servers.Peers;

namespace SideBySide.Cli;

/// <summary>The options that select the servers of a run.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string> _on = new("--on")
    {
        HelpName = "IDS",
        Description = Texts.OnOption(string.Join(",", TargetServer.OwnIds)).ToString(),
    };

    private readonly Option<string[]> _targets = new("--target") { HelpName = "NAME=HOST:PORT", Description = Texts.TargetOption.ToString() };

    private readonly Option<bool> _peers = new("--peers") { Description = Texts.PeersOption.ToString() };

    private readonly Option<bool> _allowRemote = new("--allow-remote") { Description = Texts.AllowRemoteOption.ToString() };

    public void AddTo(Command command)
    {
        command.Options.Add(_on);
        command.Options.Add(_peers);
        command.Options.Add(_targets);
        command.Options.Add(_allowRemote);
    }

    /// <summary>Opens the selected servers. With only <c>--target</c>, none of this repository's servers start.</summary>
    /// <exception cref="StartupException">A name is unknown or an address is invalid.</exception>
    public async Task<TargetServers> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var own = Own(parsed.GetValue(_on), parsed.GetValue(_targets) is { Length: > 0 });
        var targets = new List<TargetServer>();
        foreach (var text in parsed.GetValue(_targets) ?? [])
            targets.Add(await TargetAsync(text, parsed.GetValue(_allowRemote), cancellation));

        var open = new TargetServers();
        try
        {
            if (own.Count > 0)
                open.Add(await FreePortServers.OpenAsync(cancellation), own);
            if (parsed.GetValue(_peers))
                open.Add(await PeerSet.StartAsync(TimeProvider.System, cancellation));
            open.Add(targets);
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    private static IReadOnlyList<string> Own(string? ids, bool hasTargets)
    {
        var all = TargetServer.OwnIds;
        if (ids is null)
            return hasTargets ? [] : all;
        var named = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return named.Length > 0 && named.FirstOrDefault(id => !all.Contains(id)) is not { } unknown
            ? named
            : throw new UsageException(Texts.UnknownServer(named.FirstOrDefault(id => !all.Contains(id)) ?? "", string.Join(", ", all)).ToString());
    }

    private static async Task<TargetServer> TargetAsync(string text, bool allowRemote, CancellationToken cancellation)
    {
        var (name, address) = text.Split('=', 2) is [{ Length: > 0 } before, var after] ? (before, after) : throw new UsageException(Texts.BadTarget(text).ToString());
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || TargetServer.OwnIds.Contains(name))
            throw new UsageException(Texts.BadTarget(text).ToString());
        var destination = await Capture.ResolvedHost.ResolveAsync(address, allowRemote, cancellation);
        try
        {
            using var socket = await destination.ConnectAsync(cancellation); // the first address that accepts
            return new TargetServer(name, name, (IPEndPoint)socket.RemoteEndPoint!);
        }
        catch (SocketException e)
        {
            throw new StartupException(Texts.TargetSilent(text, e.SocketErrorCode.ToString()).ToString(), e);
        }
    }
}

/// <summary>The servers of a run. Disposing it closes the servers that were started for the run.</summary>
internal sealed class TargetServers : IAsyncDisposable
{
    private readonly List<TargetServer> _targets = [];
    private readonly List<IAsyncDisposable> _opened = [];
    private readonly List<TargetServer> _named = [];

    /// <summary>All servers, in order.</summary>
    public IReadOnlyList<TargetServer> Targets => _targets;

    /// <summary>Peers that did not start.</summary>
    public IReadOnlyList<MissingPeer> Missing { get; private set; } = [];

    /// <summary>Takes ownership of this repository's servers and adds those with these ids.</summary>
    public void Add(ServerSet servers, IReadOnlyList<string> ids)
    {
        _opened.Add(servers);
        _targets.AddRange(TargetServer.All(servers).Where(target => ids.Contains(target.Id)));
    }

    /// <summary>Takes ownership of the peers and adds the running ones.</summary>
    public void Add(PeerSet peers)
    {
        _opened.Add(peers);
        _targets.AddRange(peers.Running.Select(peer => new TargetServer(peer.Id, peer.Name, peer.Address) { IsWebSocketOnly = peer.IsWebSocketOnly }));
        Missing = peers.Missing;
    }

    /// <summary>Adds servers that run elsewhere.</summary>
    public void Add(IReadOnlyList<TargetServer> others)
    {
        _targets.AddRange(others);
        _named.AddRange(others);
    }

    /// <summary>Failure if a server of this repository has an unexpected outcome or a server of --target a forbidden one.</summary>
    public int ExitCode(Matrix matrix) =>
        matrix.Unexpected.Any() || _named.Any(target => matrix.Score(target).Forbidden > 0) ? ExitCodes.Failure : ExitCodes.Success;

    public async ValueTask DisposeAsync()
    {
        foreach (var opened in _opened)
            await opened.DisposeAsync();
    }
}
