namespace SideBySide.Measure.Load;

/// <summary>
/// Loads a server until it has settled. The just-in-time compiler compiles what is hot a second time, in the background and on the same
/// processor, and the larger a server is the longer that takes: to measure before it is done would flatter the small ones.
/// </summary>
public static class WarmUp
{
    private const double Settled = 0.1;

    /// <summary>
    /// For the environment of a server that is to be warmed up: .NET begins at once to count calls, and does not wait until nothing new
    /// has been called for a while. It compiles the same code, after 3 or 4 seconds under load instead of 16.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Hurry { get; } = new Dictionary<string, string> { ["DOTNET_TC_CallCountingDelayMs"] = "0" };

    /// <summary>
    /// Returns when the processor time for a request changed by less than a tenth from one second to the next, or when it has not for
    /// three times the least.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="plan">The load that follows.</param>
    /// <param name="processor">The clients' processor; null for any.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="leastSeconds">Not settled before that; less for a server that has been warmed up with another load.</param>
    public static async Task RunAsync(ServerUnderLoad server, LoadPlan plan, int? processor, CancellationToken cancel, int leastSeconds = 4)
    {
        var second = plan with { WarmUp = TimeSpan.Zero, Idle = 0, Duration = TimeSpan.FromSeconds(1) };
        var before = 0.0;
        for (var i = 1; i <= 3 * leastSeconds; i++)
        {
            var now = (await LoadProcess.RunAsync(server, second, processor, cancel)).ServerCpuMicroseconds ?? 0;
            if (i > leastSeconds && Math.Abs(now - before) <= Settled * before)
                return;
            before = now;
        }
    }
}
