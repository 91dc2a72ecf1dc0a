using System.Net.Sockets;
using RawSocketServer;
using SideBySide.Measure.Load;

namespace SideBySide.Measure.Cost;

/// <summary>
/// What it costs to send the same message to each server and to get it back, exchange after exchange on one open connection. Each
/// server is a process of its own and has been used for a while before anything is counted; then they take turns, so that whatever
/// else the machine does hits all of them.
/// </summary>
/// <param name="exchanges">Counted on each server; five times as many before, so that the just-in-time compiler is done.</param>
/// <param name="time">The clock.</param>
public sealed class CostMeasurement(int exchanges, TimeProvider time)
{
    /// <summary>Enough that the machine's other business and the question itself disappear in the average.</summary>
    public const int DefaultExchanges = 20_000;

    private const int Rounds = 20; // short ones: a machine has moods that last for seconds
    private const int TracedExchanges = 2_000; // each system call costs strace far more than the server

    /// <summary>Checks the range.</summary>
    /// <exception cref="StartupException">The number is out of range; the sentence names it.</exception>
    public void Validate() => Check.Range("cost", "exchanges", exchanges, 100, 1_000_000);

    /// <summary>Measures all of them.</summary>
    /// <exception cref="StartupException">A server did not start, or answered wrongly.</exception>
    public async Task<IReadOnlyList<CostRow>> RunAsync(CancellationToken cancel)
    {
        var accounts = new List<MeasuredServer>();
        try
        {
            accounts.Add(await MeasuredServer.OpenAsync("RawSocketServer", "tcp", Workload.Echo, time, cancel));
            accounts.Add(await MeasuredServer.OpenAsync("HandRolledHttp", "http", Workload.Post, time, cancel));
            accounts.Add(await MeasuredServer.OpenAsync("MinimalHttpServer", "http", Workload.Post, time, cancel));
            foreach (var account in accounts)
                await account.WarmUpAsync(5 * exchanges, cancel);
            for (var round = 0; round < Rounds; round++)
            {
                foreach (var account in accounts)
                    await account.MeasureAsync(exchanges / Rounds, cancel);
            }

            var entries = new List<CostRow>();
            foreach (var account in accounts)
                entries.Add(await account.CloseAsync(Math.Min(exchanges, TracedExchanges), cancel));
            return entries;
        }
        catch (Exception e) when (e is SocketException or IOException or InvalidDataException)
        {
            throw new StartupException(e.Message, e);
        }
        finally
        {
            foreach (var account in accounts)
                await account.DisposeAsync();
        }
    }
}
