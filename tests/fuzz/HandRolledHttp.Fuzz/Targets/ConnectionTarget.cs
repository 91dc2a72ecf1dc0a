using HandRolledHttp.Connection;
using HandRolledHttp.Web;
using Microsoft.Extensions.Logging;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// The connection loop with the routes of the real server. It must end, send one well-formed response to every valid request and nothing
/// else, never fail internally, and use bounded memory.
/// </summary>
internal sealed class ConnectionTarget
{
    private const long MostAllocated = 1024 * 1024;
    private const long MostAllocatedPerRequest = 128 * 1024;

    private static readonly HttpServerOptions s_usual = new() { Limits = FuzzLimits.Usual };
    private static readonly HttpServerOptions s_small = new() { Limits = FuzzLimits.Small };

    private readonly Router _router = FuzzRoutes.Create();
    private readonly DateField _date = new(StoppedClock.Instance);
    private readonly ScriptedTransport _transport = new();
    private readonly RequestSequence _requests = new();
    private readonly FailureLog _log = new();

    public void Run(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        var options = input.SmallLimits ? s_small : s_usual;
        _requests.Read(input.Message, options.Limits, input.IsSecure);
        _transport.Begin(input);
        _log.Failure = null;

        // Counts only this thread's allocations; after the reading of a file the work continues on another thread.
        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = Serve(options);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        if (_log.Failure is { } inside)
            throw new FindingException("A handler failed, and its client got status 500.", inside);
        Require(
            allocated <= MostAllocated + MostAllocatedPerRequest * _requests.Requests.Count + 64L * bytes.Length,
            $"{allocated} bytes were allocated for {bytes.Length}.");
        new AnswersCheck(_requests, _transport, failure, options.Limits.Body).Verify();
    }

    // Returns the failure of the wire, or null; any other exception is a finding.
    private Exception? Serve(HttpServerOptions options)
    {
        using var connection = new HttpConnection(_transport, options, _router, _date, _log);
        try
        {
            // The fuzzer calls from a plain thread. Only the reading of a file leaves it, so nothing can deadlock.
            connection.RunAsync().GetAwaiter().GetResult();
            return null;
        }
        catch (Exception e) when (e.GetType() == typeof(IOException) || e is RequestCutException or RequestRejectedException)
        {
            return e;
        }
    }

    private sealed class FailureLog : ILogger
    {
        public Exception? Failure { get; set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Failure ??= exception ?? new FindingException(formatter(state, exception));
    }
}
