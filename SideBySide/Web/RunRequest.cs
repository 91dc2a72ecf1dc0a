using SideBySide.Experiments;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary>A request of the page: an experiment of the catalogue or a script, and the ids of servers of this run (never
/// addresses).</summary>
/// <param name="Experiment">The experiment's id.</param>
/// <param name="Script">The script.</param>
/// <param name="Over">The script's transport: <c>tcp</c> (the default), <c>udp</c> or <c>tls</c>.</param>
/// <param name="Servers">The servers' ids.</param>
internal sealed record RunRequest(string? Experiment, string? Script, string? Over, IReadOnlyList<string>? Servers)
{
    /// <summary>The maximum number of servers in one request.</summary>
    public const int MaxServers = 16;

    /// <summary>One run for each server.</summary>
    /// <exception cref="PageProblemException">The request is invalid.</exception>
    public IReadOnlyList<RequestedRun> Read(Catalogue catalogue, IReadOnlyList<TargetServer> targets)
    {
        var asked = Asked(targets);
        return (Experiment, Script) switch
        {
            ({ } id, null) => Runs(catalogue.Find(id) ?? throw new PageProblemException(Texts.NoSuchExperiment(PageProblem.Shortened(id)), StatusCodes.Status404NotFound), asked),
            (null, { } script) => [.. RequestedRun.OfScript(ScriptRequest.Understood(script), Carrier(), asked)],
            _ => throw new PageProblemException(Texts.OneOfTwo),
        };
    }

    private static IReadOnlyList<RequestedRun> Runs(Experiment experiment, IEnumerable<TargetServer> asked) => [.. asked.Select(target => new RequestedRun(experiment, target))];

    private List<TargetServer> Asked(IReadOnlyList<TargetServer> targets)
    {
        if (Servers is not { Count: > 0 })
            throw new PageProblemException(Texts.NoServers);
        if (Servers.Count > MaxServers)
            throw new PageProblemException(Texts.TooManyServers(MaxServers));
        return [.. Servers.Distinct().Select(id => targets.FirstOrDefault(target => target.Id == id)
            ?? throw new PageProblemException(Texts.NoSuchServer(PageProblem.Shortened(id), string.Join(", ", targets.Select(target => target.Id)))))];
    }

    private Transport Carrier() => Over switch
    {
        null or "tcp" => Transport.Tcp,
        "udp" => Transport.Udp,
        "tls" => Transport.Tls,
        _ => throw new PageProblemException(Texts.NoSuchTransport(PageProblem.Shortened(Over))),
    };
}
