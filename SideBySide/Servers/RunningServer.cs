namespace SideBySide.Servers;

/// <summary>A server that listens.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Urls">Its URLs, with real ports.</param>
/// <param name="Clock">The clock of its deadlines; null if it cannot be advanced.</param>
public sealed record RunningServer(ServerDefinition Definition, IReadOnlyList<string> Urls, AdvanceableTime? Clock = null)
{
    /// <summary>The number of restarts, if counted.</summary>
    internal Func<int>? Restarts { get; init; }

    /// <summary>Its first address with this scheme, usable on this machine; null for none.</summary>
    public Uri? First(string scheme) => Urls.Select(Reachable).FirstOrDefault(uri => uri.Scheme == scheme);

    /// <summary>A bound URL as an address to connect to: the loopback address replaces a wildcard address.</summary>
    public static Uri Reachable(string bound) => new(bound
        .Replace("://[::]", "://[::1]", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://127.0.0.1", StringComparison.Ordinal));
}
