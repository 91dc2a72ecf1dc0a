namespace SideBySide.Servers;

/// <summary>The lifetime of a server inside the house: it waits for no signal and says nothing. The house alone reacts to Ctrl-C.</summary>
internal sealed class NoSignalLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
