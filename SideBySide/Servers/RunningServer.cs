namespace SideBySide.Servers;

/// <summary>A server that listens.</summary>
/// <param name="Definition">Who it is.</param>
/// <param name="Urls">Where it listens, with real ports.</param>
/// <param name="Clock">The clock of its deadlines; null when it goes by one that cannot be advanced.</param>
public sealed record RunningServer(ServerDefinition Definition, IReadOnlyList<string> Urls, AdvanceableTime? Clock = null)
{
    /// <summary>How often it has been started again, where that is counted.</summary>
    internal Func<int>? Restarts { get; init; }

    /// <summary>Its first address of this scheme as someone on this machine can use it, or null when it has none.</summary>
    public Uri? First(string scheme) => Urls.Select(Reachable).FirstOrDefault(uri => uri.Scheme == scheme);

    /// <summary>A bound URL as an address to connect to: "every address" is no address, so this machine's own stands for it.</summary>
    public static Uri Reachable(string bound) => new(bound
        .Replace("://[::]", "://[::1]", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal));
}
