using System.Runtime.InteropServices;

namespace RawSocketServer.Hosting;

/// <summary>
/// The first SIGTERM or Ctrl-C asks the host to stop, which takes as long as what has begun. The second comes from someone who will
/// not wait: the process ends at once, with the exit code that a shell shows for that signal. A .NET host alone would not listen.
/// </summary>
public sealed class SecondSignalExit : IDisposable
{
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;
    private int _signals;

    /// <summary>Counts signals from now on.</summary>
    public SecondSignalExit()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Count(ExitCodes.Terminated));
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Count(ExitCodes.Interrupted));
    }

    /// <summary>Counts no more.</summary>
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
