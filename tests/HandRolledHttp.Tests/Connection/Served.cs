using HandRolledHttp.Connection;
using HandRolledHttp.Web;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TestKit;

namespace HandRolledHttp.Tests.Connection;

/// <summary>A served connection with the routes of the test.</summary>
internal sealed class Served
{
    private readonly Router _router = new();

    public Served(MemoryTransport? transport = null, HttpServerOptions? options = null)
    {
        Transport = transport ?? new MemoryTransport();
        Map("GET", "/", (_, response) => response.TextAsync("home"));
        Map("GET", "/a", (_, response) => response.TextAsync("A"));
        Map("GET", "/b", (_, response) => response.TextAsync("B"));
        Map("POST", "/echo", (request, response) => request.Body.CopyToAsync(response));
        Map("POST", "/ignore", (_, response) => response.TextAsync("ignored"));
        Options = options ?? new HttpServerOptions();
    }

    public MemoryTransport Transport { get; }

    public HttpServerOptions Options { get; }

    public ILogger Log { get; init; } = NullLogger.Instance;

    public Served Map(string method, string pattern, RequestHandler handler)
    {
        _router.Map(method, pattern, handler);
        return this;
    }

    /// <summary>Serves in the background.</summary>
    public async Task RunAsync()
    {
        using var connection = new HttpConnection(Transport, Options, _router, new DateField(Transport.Time), Log);
        await connection.RunAsync().WaitAsync(Hang.Guard);
    }

    /// <summary>Receives these pieces and the client's FIN; returns everything that the server sends.</summary>
    public async Task<string> AnswerAsync(params string[] pieces)
    {
        foreach (var piece in pieces)
            Transport.Arrive(piece);
        Transport.Finish();
        await RunAsync();
        return Transport.Sent;
    }

    public static string Ok(string body, string more = "") =>
        "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + $"Content-Length: {body.Length}\r\n{more}\r\n{body}";
}
