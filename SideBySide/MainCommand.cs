using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Cli;
using SideBySide.Experiments;
using SideBySide.Servers;

namespace SideBySide;

/// <summary>The main command: starts every server, shows the demonstration, waits for visitors and stops.</summary>
internal static class MainCommand
{
    /// <summary>Runs until Ctrl-C or SIGTERM.</summary>
    /// <param name="settings">Settings from the command line.</param>
    /// <param name="stop">Cancelled by a signal; the running host handles the same signals.</param>
    /// <returns>0 after a clean stop.</returns>
    /// <exception cref="StartupException">The start failed; all started servers were stopped.</exception>
    public static async Task<int> RunAsync(IEnumerable<KeyValuePair<string, string?>> settings, CancellationToken stop)
    {
        // Disposed before an error is reported: this stops the servers and flushes the log.
        await using var app = Program.Create(settings);
        using var impatience = new SecondSignalExit();
        using var asked = stop.Register(app.Lifetime.StopApplication); // possibly before the host handles signals
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.StartAsync(CancellationToken.None);
            var output = app.Services.GetRequiredService<DemoOutput>();
            await app.Services.GetRequiredService<Demonstration>().RunAsync(output.Show, stopping);
            output.Ready(RunningServer.Reachable(app.Urls.First()).OriginalString, app.Services.GetRequiredService<ServerSet>().JoinCommand!);
            _ = app.Services.GetRequiredService<ServerWarmUp>().ReadyAsync(stopping); // meanwhile the user reads
            await app.WaitForShutdownAsync(CancellationToken.None);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await app.StopAsync(CancellationToken.None); // stopped during the start
        }
        catch (Exception e) when (StartupErrors.Explain(e, ServerDefinitions.Page, app.Services.GetRequiredService<ServerAddresses>().UrlsOf(ServerDefinitions.Page)) is { } sentence)
        {
            throw new StartupException(sentence, e);
        }

        return ExitCodes.Success;
    }
}
