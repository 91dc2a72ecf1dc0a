using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Primitives;
using MediaTypeHeaderValue = Microsoft.Net.Http.Headers.MediaTypeHeaderValue;

namespace MinimalHttpServer;

/// <summary>
/// B/S the usual way: every route is a minimal API. Parsing, body lengths, persistent connections and error responses are not written here.
/// The framework does this work, on a socket that it opens itself.
/// </summary>
public sealed class Program // not static, so that tests can name this assembly with it: WebApplicationFactory<Program>
{
    private static readonly Dictionary<string, string?> s_defaults = new()
    {
        [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:8082",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning", // not two lines for every request
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "None", // Startup prints one sentence for a failed start
    };

    private Program() { }

    /// <summary>Serves until Ctrl-C or SIGTERM.</summary>
    /// <returns>0 after a normal shutdown, 1 if it could not start.</returns>
    public static Task<int> Main(string[] args) => Startup.RunAsync(args, () => Create(args, Telemetry.Export));

    /// <summary>Builds the server; starting it binds the addresses of <c>--urls</c>.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes the builder before the application is built.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory, // independent of the current folder
            EnvironmentName = Environments.Production, // the same responses everywhere: Development would add an error page
        });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = s_defaults });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        // Kestrel reads addresses there itself, but not limits.
        builder.Services.Configure<KestrelServerOptions>(builder.Configuration.GetSection("Kestrel"));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        // A blocked console delays no request.
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
        builder.ListenForChat();
        ChatRoutes.AddLimit(builder);
        builder.Services.AddExtras();
        builder.TrustBalancer();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseForwardedHeaders(); // no proxy is trusted unless configured
        app.UseGuardedWebSockets();
        app.UseRateLimiter();
        app.UseExtras();
        app.UseMethodConventions();
        var routes = app.MapGroup("").AnswerHeadLikeGet();
        Map(routes, app);
        ChatRoutes.Map(routes, app);
        routes.MapExtras();
        return app;
    }

    private static void Map(RouteGroupBuilder routes, WebApplication app)
    {
        var site = Path.Combine(app.Environment.ContentRootPath, "site");
        var files = new PhysicalFileProvider(Path.Combine(site, "files")); // Files returns nothing outside its folder

        routes.MapGet("/", () => Results.File(Path.Combine(site, "index.html"), "text/html; charset=utf-8"));

        routes.MapGet("/hello", (string? name) => Results.Text($"Hello, {(string.IsNullOrEmpty(name) ? "World" : name)}!"));

        routes.MapPost("/echo", [DisableRequestSizeLimit] (HttpRequest request, HttpResponse response) =>
        {
            if (MediaTypeHeaderValue.TryParse(request.ContentType, out _))
                response.ContentType = request.ContentType;
            response.ContentLength = request.ContentLength;
            return request.Body.CopyToAsync(response.Body);
        });

        routes.MapGet("/headers", (HttpRequest request) => request.Headers
            .OrderBy(field => field.Key.ToLowerInvariant(), StringComparer.Ordinal)
            .ToDictionary(field => field.Key.ToLowerInvariant(), field => OneOrMany(field.Value)));

        routes.MapGet("/whoami", (HttpContext context) => new
        {
            context.Request.Method,
            Target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            Host = context.Request.Host.Value,
            Version = context.Request.Protocol,
            Remote = new IPEndPoint(context.Connection.RemoteIpAddress!, context.Connection.RemotePort).ToString(),
            Local = new IPEndPoint(context.Connection.LocalIpAddress!, context.Connection.LocalPort).ToString(),
            Tls = context.Request.IsHttps,
            Fields = context.Request.Headers.SelectMany(field => field.Value, (field, value) => new { Name = field.Key, Value = value }),
        });

        routes.MapGet("/status/{code}", (int code, HttpResponse response) =>
            code is >= 200 and <= 599 ? response.StatusWithFields(code) : Results.BadRequest());

        routes.MapGet("/stream/{n}", (int n) =>
            n is >= 1 and <= 1000 ? Results.Stream(body => WriteLines(body, n), "text/plain; charset=utf-8") : Results.BadRequest());

        routes.MapGet("/delay/{seconds}", async (double seconds, CancellationToken aborted) =>
        {
            if (seconds is not (>= 0 and <= 10))
                return Results.BadRequest();
            await Task.Delay(TimeSpan.FromSeconds(seconds), aborted);
            return Results.Text(string.Create(CultureInfo.InvariantCulture, $"Waited {seconds} s."));
        });

        routes.MapPost("/form", (IFormCollection form) => new
        {
            Fields = form.ToDictionary(field => field.Key, field => OneOrMany(field.Value)),
            Files = form.Files.Select(file => new { Field = file.Name, Name = file.FileName, Type = file.ContentType, Size = file.Length }),
        }).DisableAntiforgery(); // there are no users, so a forged form gains nothing

        routes.MapGet("/visits", (HttpRequest request, HttpResponse response) =>
        {
            _ = ushort.TryParse(request.Cookies["visits"], NumberStyles.None, CultureInfo.InvariantCulture, out var earlier);
            response.Cookies.Append("visits", $"{earlier + 1}", new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
            return Results.Text($"Visits: {earlier + 1}");
        });

        routes.MapGet("/files/{**path}", (string? path) => files.Send(path));

        routes.MapGet("/ws/echo", WebSocketEcho.ServeAsync);

        routes.MapGet("/healthz", () => app.Lifetime.ApplicationStopping.IsCancellationRequested
            ? Results.Text("Draining", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("Healthy"));
    }

    private static object OneOrMany(StringValues values) => values.Count == 1 ? values.ToString() : values.ToArray();

    private static async Task WriteLines(Stream body, int count)
    {
        for (var line = 1; line <= count; line++)
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes($"line {line}\n"));
            await body.FlushAsync();
        }
    }
}
