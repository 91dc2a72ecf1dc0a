namespace SideBySide.Measure.Load;

/// <summary>
/// Loads a server until it has settled. The just-in-time compiler compiles hot code a second time, in the background and on the same
/// processor. That takes longer for a larger server: an earlier measurement would favour the small ones.
/// </summary>
public static class WarmUp
{
    private const double Settled = 0.1;

    /// <summary>
    /// Environment variables for a server to be warmed up: .NET counts calls from the start, instead of after a time without new methods.
    /// It compiles the same code after 3 or 4 seconds of load instead of 16.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Hurry { get; } = new Dictionary<string, string> { ["DOTNET_TC_CallCountingDelayMs"] = "0" };

    /// <summary>
    /// Returns when the processor time for a request changes by less than a tenth from one second to the next, or after three times the
    /// minimum.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="plan">The load of the later measurement.</param>
    /// <param name="processor">The clients' processor; null for any.</param>
    /// <param name="cancel">Cancels the warm-up.</param>
    /// <param name="leastSeconds">The minimum; lower for a server that another load has warmed up.</param>
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
