using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;
using RawSocketServer.Hosting;

namespace Contract.Tests.Differential;

/// <summary>HandRolledHttp as a library, with one handler that reports how the server read each request.</summary>
internal static class HandRolledReporter
{
    /// <summary>The field with the request's method, so that the client knows whether the response has a body.</summary>
    public const string MethodField = "Answers";

    public static async Task<WebServer> StartAsync()
    {
        // Deadlines that even a busy machine never reaches: speed must not affect a response.
        var server = WebServer.Create(
        [
            "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=Error",
            "--Http:Timeouts:Head=01:00:00", "--Http:Timeouts:KeepAlive=01:00:00",
            "--Http:Timeouts:MinimumRate=0", "--Http:Timeouts:Silence=01:00:00",
        ]);
        server.MapGet("/{**path}", ReportAsync);
        server.MapPost("/{**path}", ReportAsync);
        await server.StartAsync();
        return server;
    }

    public static int Port(WebServer server) => new Uri(server.Services.GetRequiredService<BoundUrls>().Urls[0]).Port;

    private static async ValueTask ReportAsync(HttpRequest request, HttpResponse response)
    {
        var body = new MemoryStream();
        while (await request.Body.ReadAsync() is { IsEmpty: false } piece)
            body.Write(piece.Span);
        var understood = new Understanding(request.Method, request.Target, request.Path,
            Understanding.Sorted(request.FieldLines), Convert.ToBase64String(body.ToArray()), Understanding.Sorted(request.Body.Trailers));
        response.AddField(MethodField, request.Method);
        await response.BytesAsync("application/json", understood.ToJson());
    }
}
