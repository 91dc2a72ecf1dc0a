using System.Runtime.InteropServices;

namespace RawSocketServer.Hosting;

/// <summary>
/// The first SIGTERM or Ctrl-C requests a graceful shutdown, which lets requests in progress finish. The second ends the process at once,
/// with the exit code that a shell shows for that signal. The .NET host alone ignores the second.
/// </summary>
public sealed class SecondSignalExit : IDisposable
{
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;
    private int _signals;

    /// <summary>Starts to count signals.</summary>
    public SecondSignalExit()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Count(ExitCodes.Terminated));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Count(ExitCodes.Interrupted));
    }

    /// <summary>Stops counting.</summary>
    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private void Count(int exitCode)
    {
        if (Interlocked.Increment(ref _signals) > 1)
            Environment.Exit(exitCode);
    }
}
