using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Contract.Tests.Differential;

/// <summary>
/// Kestrel with the same handler, and with the same responses as HandRolledHttp's router for methods that are not mapped. So any difference
/// is one in reading HTTP.
/// </summary>
internal sealed class KestrelReporter : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<ObservedPipe>> _connections = new(); // by the client's port

    private KestrelReporter()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Deadlines that even a busy machine never reaches: speed must not affect a response.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromHours(1);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromHours(1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(next => connection => ObserveAsync(connection, next)));
        });
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public int Port => new Uri(_app.Urls.First()).Port;

    public static async Task<KestrelReporter> StartAsync()
    {
        var reporter = new KestrelReporter();
        await reporter._app.StartAsync();
        return reporter;
    }

    /// <summary>Waits until Kestrel has processed all bytes of a connection and waits for more. Call it once per connection.</summary>
    /// <param name="clientPort">The client's port.</param>
    /// <param name="sent">The number of bytes that the client sent.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <returns>The number of bytes that Kestrel wrote so far; <see cref="long.MaxValue"/> if it ended the connection.</returns>
    public async Task<long> IdleAsync(int clientPort, long sent, CancellationToken cancellation)
    {
        var observed = await Connection(clientPort).Task.WaitAsync(cancellation);
        _connections.TryRemove(clientPort, out _); // the port may serve another connection later
        return await observed.IdleAsync(sent, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ObserveAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var observed = new ObservedPipe(connection.Transport);
        connection.Transport = observed;
        Connection(((IPEndPoint)connection.RemoteEndPoint!).Port).SetResult(observed);
        try
        {
            await next(connection);
        }
        finally
        {
            observed.End();
        }
    }

    private TaskCompletionSource<ObservedPipe> Connection(int clientPort) =>
        _connections.GetOrAdd(clientPort, _ => new TaskCompletionSource<ObservedPipe>(TaskCreationOptions.RunContinuationsAsynchronously));

    private static Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Method is "GET" or "HEAD" or "POST")
            return ReportAsync(context);
        context.Response.StatusCode = context.Request.Method switch { "OPTIONS" => 204, "PUT" or "DELETE" or "PATCH" => 405, _ => 501 };
        return Task.CompletedTask;
    }

    private static async Task ReportAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        var understood = new Understanding(
            request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            request.Path.Value!,
            Lines(request.Headers),
            Convert.ToBase64String(body.ToArray()),
            request.CheckTrailersAvailable() ? Lines(context.Features.GetRequiredFeature<IHttpRequestTrailersFeature>().Trailers) : []).ToJson();
        response.Headers[HandRolledReporter.MethodField] = request.Method;
        response.ContentType = "application/json";
        response.ContentLength = understood.Length;
        await response.Body.WriteAsync(understood);
    }

    private static string[] Lines(IHeaderDictionary fields) =>
        Understanding.Sorted(fields.SelectMany(field => field.Value.Select(value => KeyValuePair.Create(field.Key, value ?? ""))));
}
