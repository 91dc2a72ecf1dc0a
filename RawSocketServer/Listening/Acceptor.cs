using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace RawSocketServer.Listening;

/// <summary>Accepts connections until its listener is closed. No other failure ends it; a lack of resources only pauses it.</summary>
/// <param name="url">The address, for the log.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="log">Logs every failure.</param>
/// <param name="begin">Begins to serve an accepted socket, and returns at once.</param>
internal sealed class Acceptor(ListenUrl url, TimeProvider time, ILogger log, Action<Socket> begin)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private long? _shortAt; // the last shortage of descriptors

    /// <summary>Ends all pauses.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <summary>Accepts the connections of one listener.</summary>
    public async Task AcceptAsync(Socket listener)
    {
        await Task.Yield(); // the caller goes on while the first accept waits
        var failing = false;
        while (true)
        {
            try
            {
                var accepted = await listener.AcceptAsync();
                if (DescriptorReserve.IsTouchedBy(accepted))
                    await WaitForDescriptorsAsync(listener);
                begin(accepted);
                failing = false;
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return; // the listener was closed: the server stops
            }
            catch (SocketException e) when (IsOfThatClient(e))
            {
                Log.AcceptFailed(log, url, e.SocketErrorCode);
            }
            catch (SocketException e)
            {
                // Probably out of descriptors or memory: an immediate retry would only spin. It is logged once, not for each try.
                if (!failing)
                    Log.AcceptPaused(log, url, e.SocketErrorCode);
                failing = true;
                await PauseAsync();
            }
            catch (Exception e)
            {
                // No error may end the accept loop: the failure would stay unnoticed until the last client is gone.
                if (!failing)
                    Log.AcceptBroke(log, e, url);
                failing = true;
                await PauseAsync();
            }
        }
    }

    // A shutdown does not wait for this: closing a listener during an accept can look like any other failure.
    private async Task PauseAsync() =>
        await Task.Delay(s_retry, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // New clients wait in the kernel's backlog meanwhile. At the limit a few connections come and go all the time: that is one shortage,
    // logged once.
    private async Task WaitForDescriptorsAsync(Socket listener)
    {
        if (_shortAt is not { } last || time.GetElapsedTime(last) > s_quiet)
            Log.DescriptorsShort(log, url, DescriptorReserve.Limit);
        do
        {
            _shortAt = time.GetTimestamp();
            await PauseAsync();
        }
        while (!DescriptorReserve.HasRoom() && !listener.SafeHandle.IsClosed);
    }

    // The client, or its network, failed between SYN and accept; the server is not affected. accept(2) lists the errors that Linux passes
    // on.
    private static bool IsOfThatClient(SocketException e) => e.SocketErrorCode
        is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.TimedOut
        or SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.HostUnreachable
        or SocketError.ProtocolOption or SocketError.OperationNotSupported;
}
