using System.Runtime.InteropServices;

namespace SideBySide.Terminal;

/// <summary>Ctrl-C and SIGTERM as a token, for commands that run until they are asked to stop.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly CancellationTokenSource _asked = new();
    private readonly PosixSignalRegistration[] _signals;

    public StopRequest() =>
        _signals = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM }.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true; // the command ends by itself, in order
            _asked.Cancel();
        }))];

    /// <summary>Cancelled once the user asks to stop.</summary>
    public CancellationToken Token => _asked.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var signal in _signals)
            signal.Dispose();
        _asked.Dispose();
    }
}
