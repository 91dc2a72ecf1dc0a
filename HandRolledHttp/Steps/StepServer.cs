using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer;
using RawSocketServer.Hosting;
using RawSocketServer.Listening;

namespace HandRolledHttp.Steps;

/// <summary>
/// Keeps a step running. A client can crash a learner's program, which would need a restart by hand; this class logs the crash and
/// restarts the step on the same listening socket, so new clients wait in the backlog meanwhile.
/// </summary>
internal sealed partial class StepServer(LearnerStep step, IConfiguration configuration, BoundUrls bound, TimeProvider time, ILoggerFactory loggers,
    StepRestarts? restarts) : IHostedService
{
    // Long enough not to spin when a step crashes again and again at once (without free descriptors, for example).
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<string, int?> s_schemes = new() { ["http"] = 80 };

    private readonly ILogger _log = loggers.CreateLogger("HandRolledHttp");
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Socket> _listeners = [];
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var urls = ListenUrl.ParseList(configuration["urls"] ?? step.DefaultUrls, s_schemes);
        try
        {
            foreach (var url in urls)
                Listen(url);
        }
        catch
        {
            Close();
            throw;
        }

        bound.Urls = [.. _listeners.Select(listener => ListenUrl.Of("http", (IPEndPoint)listener.LocalEndPoint!))];
        loggers.NowListening(urls, bound.Urls, Messages.Say($"step {step.Number}: {step.Title}", $"第 {step.Number} 步：{step.Title}"));
        _running = Task.WhenAll(_listeners.Select(RunAsync));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Close();
        await _stop.CancelAsync();
        await _running;
    }

    private void Listen(ListenUrl url)
    {
        // A step uses one address family at a time; "every address" means all IPv4 addresses.
        foreach (var address in url.Host == "*" ? [new IPEndPoint(IPAddress.Any, url.Port)] : url.Resolve())
        {
            try
            {
                _listeners.Add(step.Listen(address));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressNotAvailable && url.Host == "localhost" && _listeners.Count > 0)
            {
                // localhost on a machine without IPv6 loopback: 127.0.0.1 is enough.
            }
            catch (SocketException e)
            {
                throw new ListenException(url, e);
            }
        }
    }

    private void Close() => _listeners.ForEach(listener => listener.Dispose());

    private async Task RunAsync(Socket listener)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await step.Serve(listener, time, _stop.Token);
            }
            catch (Exception) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                Ended(_log, step.Number, e.Message);
                restarts?.Begin();
            }

            await Task.Delay(s_pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            restarts?.End();
        }
    }

    [LoggerMessage(121, LogLevel.Information, "Step {Number} crashed: {Reason} (a separate program would have ended; here the step starts again)")]
    private static partial void Ended(ILogger log, int number, string reason);
}

/// <summary>Counts the restarts of a step that serves one client at a time. A client cannot crash the others.</summary>
public sealed class StepRestarts
{
    private int _count;
    private volatile bool _isPending;

    /// <summary>The number so far; counted before the step accepts again.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether the step has crashed and does not accept yet: it is idle, and will serve the clients that wait.</summary>
    public bool IsPending => _isPending;

    internal void Begin()
    {
        _isPending = true;
        _ = Interlocked.Increment(ref _count);
    }

    internal void End() => _isPending = false;
}
