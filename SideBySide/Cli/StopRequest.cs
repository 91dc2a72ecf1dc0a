using System.Runtime.InteropServices;
using RawSocketServer.Hosting;

namespace SideBySide.Cli;

/// <summary>
/// Ctrl-C and SIGTERM as one token for every command. A cancelled command closes its resources and returns the usual exit code for the
/// signal.
/// </summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly List<PosixSignalRegistration> _signals = [];
    private int _exitCode;

    /// <summary>Cancelled by the first request.</summary>
    public CancellationToken Token => _asked.Token;

    /// <summary>128 plus the number of the signal; 0 before any signal.</summary>
    public int ExitCode => Volatile.Read(ref _exitCode);

    /// <summary>Handles the two signals from now on. Without this call they end the process immediately.</summary>
    public void ListenToSignals()
    {
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Ask(context, ExitCodes.Interrupted)));
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Ask(context, ExitCodes.Terminated)));
    }

    /// <summary>Requests a stop; the first signal determines the exit code.</summary>
    public void Ask(int exitCode)
    {
        if (Interlocked.CompareExchange(ref _exitCode, exitCode, 0) == 0)
            _asked.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _asked.Dispose();
    }

    private void Ask(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true; // the command ends in order
        Ask(exitCode);
    }
}
