using System.CommandLine;
using RawSocketServer;
using SideBySide.Experiments;
using SideBySide.Rooms;

namespace SideBySide.Commands;

/// <summary>The options that say which servers are asked, and the servers that they name.</summary>
internal sealed class ServerChoice
{
    private readonly Option<string> _on = new("--on")
    {
        HelpName = "IDS",
        Description = Texts.OnOption(string.Join(",", Target.OwnIds)).ToString(),
    };

    private readonly Option<string[]> _targets = new("--target") { HelpName = "NAME=HOST:PORT", Description = Texts.TargetOption.ToString() };

    private readonly Option<bool> _allowRemote = new("--allow-remote") { Description = Texts.AllowRemoteOption.ToString() };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_on);
        command.Options.Add(_targets);
        command.Options.Add(_allowRemote);
    }

    /// <summary>Opens the servers that were asked for. With <c>--target</c> alone, none of this house's own.</summary>
    /// <exception cref="StartupException">A name is unknown or an address cannot be used.</exception>
    public async Task<OpenServers> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var own = Own(parsed.GetValue(_on), parsed.GetValue(_targets) is { Length: > 0 });
        var targets = new List<Target>();
        foreach (var text in parsed.GetValue(_targets) ?? [])
            targets.Add(await TargetAsync(text, parsed.GetValue(_allowRemote), cancellation));
        if (own.Count == 0)
            return new OpenServers(null, targets);

        var house = await FreeHouse.OpenAsync(cancellation);
        return new OpenServers(house, [.. Target.All(house).Where(target => own.Contains(target.Id)), .. targets]);
    }

    private static IReadOnlyList<string> Own(string? ids, bool hasTargets)
    {
        var all = Target.OwnIds;
        if (ids is null)
            return hasTargets ? [] : all;
        var named = ids.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return named.Length > 0 && named.FirstOrDefault(id => !all.Contains(id)) is not { } unknown
            ? named
            : throw new StartupException(Texts.UnknownServer(named.FirstOrDefault(id => !all.Contains(id)) ?? "", string.Join(", ", all)).ToString());
    }

    private static async Task<Target> TargetAsync(string text, bool allowRemote, CancellationToken cancellation)
    {
        var (name, address) = text.Split('=', 2) is [{ Length: > 0 } before, var after] ? (before, after) : throw new StartupException(Texts.BadTarget(text).ToString());
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || Target.OwnIds.Contains(name))
            throw new StartupException(Texts.BadTarget(text).ToString());
        return new Target(name, name, await RemoteAddress.ResolveAsync(address, allowRemote, cancellation));
    }
}

/// <summary>The servers that are asked; those of this house close when this is disposed.</summary>
/// <param name="House">This house's own, when any is asked.</param>
/// <param name="Targets">All that are asked, in order.</param>
internal sealed record OpenServers(House? House, IReadOnlyList<Target> Targets) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (House is not null)
            await House.DisposeAsync();
    }
}
