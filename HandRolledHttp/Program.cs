using System.Globalization;
using System.Text;
using HandRolledHttp.Chat;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Steps;
using HandRolledHttp.Web;
using HandRolledHttp.Web.Files;
using HandRolledHttp.Web.Forms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RawSocketServer.Hosting;

namespace HandRolledHttp;

/// <summary>
/// B/S by hand: the same routes as MinimalHttpServer's, line by line. The rest of this project is the code that makes such short routes
/// possible, on a plain socket.
/// </summary>
public static class Program
{
    private const int MaxEcho = 16 * 1024 * 1024; // bytes of a message; conformance suites send messages of this size

    /// <summary>Serves until Ctrl-C or SIGTERM.</summary>
    /// <returns>See <see cref="ExitCodes"/>.</returns>
    public static Task<int> Main(string[] args) => StandardOutput.GuardAsync(
        () => CommandLine.RunAsync(args, serve: () => Startup.RunAsync(() => Create(args, Export))));

    /// <summary>Builds the complete server, or with <c>--step</c> a learner's; starting it binds the addresses of <c>--urls</c>.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes the builder before the host is built.</param>
    public static IHost Create(string[] args, Action<HostApplicationBuilder>? configure = null)
    {
        if (StepHost.IsAskedFor(args))
            return StepHost.Create(args, configure);

        var server = WebServer.Create(args, configure, ChatOptions.Section);
        var time = server.Services.GetRequiredService<TimeProvider>();
        Map(server, time);
        ChatRoutes.Map(server, ChatOptions.Read(server.Services.GetRequiredService<IConfiguration>()), time);
        return server;
    }

    private static void Export(HostApplicationBuilder builder) => Telemetry.Export(builder, "HandRolledHttp", "HandRolledHttp", "RawSocketServer");

    private static void Map(WebServer routes, TimeProvider time)
    {
        var site = Path.Combine(AppContext.BaseDirectory, "site");
        var home = File.ReadAllBytes(Path.Combine(site, "index.html"));
        var files = new StaticFiles(Path.Combine(site, "files"), time); // serves no file outside its folder

        routes.MapGet("/", (request, response) => response.BytesAsync("text/html; charset=utf-8", home));

        routes.MapGet("/hello", (request, response) => response.TextAsync(request.Query("name") is { Length: > 0 } name ? $"Hello, {name}!" : "Hello, World!"));

        routes.MapPost("/echo", (request, response) =>
        {
            // Sends the request's media type back, unless its value would make the response malformed (RFC 9110 §2.2).
            if (request.Field("Content-Type") is { } type && Ascii.IsValid(type) && MediaType.IsWellFormed(type))
                response.ContentType = type;
            response.ContentLength = request.ContentLength;
            request.Body.MaxLength = long.MaxValue;
            return request.Body.CopyToAsync(response);
        });

        routes.MapGet("/headers", (request, response) => response.JsonAsync(json => json.WriteGroups(request.FieldLines
            .Select(field => KeyValuePair.Create(field.Key.ToLowerInvariant(), field.Value))
            .OrderBy(field => field.Key, StringComparer.Ordinal))));

        routes.MapGet("/whoami", (request, response) => response.JsonAsync(json =>
        {
            json.WriteStartObject();
            json.WriteString("method", request.Method);
            json.WriteString("target", request.Target);
            json.WriteString("host", request.Host);
            json.WriteString("version", request.Version);
            json.WriteString("remote", request.RemoteEndPoint.ToString());
            json.WriteString("local", request.LocalEndPoint.ToString());
            json.WriteBoolean("tls", request.IsSecure);
            json.WriteObjects("fields", request.FieldLines, field =>
            {
                json.WriteString("name", field.Key);
                json.WriteString("value", field.Value);
            });
            json.WriteEndObject();
        }));

        routes.MapGet("/status/{code}", (request, response) =>
            response.StatusWithFieldsAsync(
                int.TryParse(request.RouteValue, CultureInfo.InvariantCulture, out var code) && code is >= 200 and <= 599 ? code : 400,
                allow: "GET, HEAD, OPTIONS"));

        routes.MapGet("/stream/{n}", (request, response) =>
            int.TryParse(request.RouteValue, CultureInfo.InvariantCulture, out var n) && n is >= 1 and <= 1000 ? WriteLines(response, n) : response.StatusAsync(400));

        routes.MapGet("/delay/{seconds}", async (request, response) =>
        {
            if (!double.TryParse(request.RouteValue, CultureInfo.InvariantCulture, out var seconds) || seconds is not (>= 0 and <= 10))
            {
                await response.StatusAsync(400);
                return;
            }

            await Task.Delay(TimeSpan.FromSeconds(seconds), time, request.Aborted);
            await response.TextAsync(string.Create(CultureInfo.InvariantCulture, $"Waited {seconds} s."));
        });

        routes.MapPost("/form", async (request, response) =>
        {
            var form = await request.FormAsync();
            await response.JsonAsync(json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("fields");
                json.WriteGroups(form.Fields);
                json.WriteObjects("files", form.Files, file =>
                {
                    json.WriteString("field", file.Field);
                    json.WriteString("name", file.Name);
                    json.WriteString("type", file.Type ?? "");
                    json.WriteNumber("size", file.Size);
                });
                json.WriteEndObject();
            });
        });

        routes.MapGet("/visits", (request, response) =>
        {
            _ = ushort.TryParse(request.Cookie("visits"), NumberStyles.None, CultureInfo.InvariantCulture, out var earlier);
            response.AddField("Set-Cookie", new SetCookie("visits", $"{earlier + 1}") { HttpOnly = true, SameSite = SameSite.Lax }.ToString());
            return response.TextAsync($"Visits: {earlier + 1}");
        });

        routes.MapGet("/files/{**path}", (request, response) => files.SendAsync(request, response));

        routes.MapGet("/ws/echo", (request, response) => response.WebSocketAsync(EchoAsync, MaxEcho));

        routes.MapGet("/healthz", (request, response) =>
        {
            response.Status = request.IsDraining ? 503 : 200;
            return response.TextAsync(request.IsDraining ? "Draining" : "Healthy");
        });
    }

    private static async Task EchoAsync(WebSocketConnection socket, CancellationToken closed)
    {
        while (await socket.ReceiveAsync() is { } message)
            await socket.SendAsync(message);
    }

    private static async ValueTask WriteLines(HttpResponse response, int count)
    {
        response.ContentType = "text/plain; charset=utf-8";
        for (var line = 1; line <= count; line++)
        {
            await response.WriteAsync(Encoding.UTF8.GetBytes($"line {line}\n"));
            await response.FlushAsync();
        }
    }
}
