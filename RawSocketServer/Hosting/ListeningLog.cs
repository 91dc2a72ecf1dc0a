using Microsoft.Extensions.Logging;
using RawSocketServer.Listening;

namespace RawSocketServer.Hosting;

/// <summary>
/// The log line that scripts wait for. It equals Kestrel's: category <c>Microsoft.Hosting.Lifetime</c>, event id 14.
/// </summary>
public static partial class ListeningLog
{
    /// <summary>Logs <c>Now listening on: URL</c> for each bound address, and a line for each that other machines can reach.</summary>
    /// <param name="loggers">Creates the logger.</param>
    /// <param name="asked">The requested addresses.</param>
    /// <param name="bound">The bound addresses.</param>
    /// <param name="who">A name in brackets after each address, to distinguish servers of the same kind.</param>
    public static void NowListening(
        this ILoggerFactory loggers, IEnumerable<ListenUrl> asked, IEnumerable<string> bound, string? who = null)
    {
        var log = loggers.CreateLogger("Microsoft.Hosting.Lifetime");
        foreach (var url in bound)
            NowListeningOn(log, url, who is null ? "" : $" ({who})");
        foreach (var url in asked.Where(url => !url.IsLoopback))
            Reachable(log, url);
    }

    [LoggerMessage(14, LogLevel.Information, "Now listening on: {Address}{Who}", EventName = "ListeningOnAddress")]
    private static partial void NowListeningOn(ILogger logger, string address, string who);

    [LoggerMessage(15, LogLevel.Information, "{Url} can be reached from other machines")]
    private static partial void Reachable(ILogger logger, ListenUrl url);
}

/// <summary>The bound addresses of a server, with the real port for 0. Filled when the host starts.</summary>
public sealed class BoundUrls
{
    /// <summary>For example <c>tcp://127.0.0.1:12345</c>; empty before the start.</summary>
    public IReadOnlyList<string> Urls { get; set; } = [];
}
