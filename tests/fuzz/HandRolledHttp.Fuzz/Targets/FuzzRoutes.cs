using System.Globalization;
using HandRolledHttp.Connection;
using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// The routes of the real server with a stopped clock, and a few handlers that behave worse.
/// </summary>
internal static class FuzzRoutes
{
    private static readonly byte[] s_large = [.. Enumerable.Range(0, 10_000).Select(i => (byte)('a' + i % 26))];

    public static Router Create()
    {
        PinFiles();
        var host = HandRolledHttp.Program.Create([], builder => builder.Services.AddSingleton<TimeProvider>(StoppedClock.Instance));
        var router = (Router)host.Services.GetRequiredService<IRequestDispatcher>();
        router.Map("POST", "/ignore", (_, response) => response.TextAsync("ignored"));
        router.Map("POST", "/first", FirstPieceAsync);
        router.Map("POST", "/both", BothAtOnceAsync);
        router.Map("POST", "/late", LateAsync);
        router.Map("POST", "/trailers", TrailersAsync);
        router.Map("PUT", "/ten", TenBytesAsync);
        router.Map("GET", "/large", LargeAsync);
        router.Map("GET", "/cookie", (request, response) => response.TextAsync(request.Cookie("a") ?? "none"));
        return router;
    }

    // The validators of the files come from their dates; seeds can contain them only if the dates never change.
    private static void PinFiles()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "site", "files"), "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, new DateTime(1994, 1, 1, 0, 0, 0, DateTimeKind.Utc));
    }

    private static async ValueTask FirstPieceAsync(HttpRequest request, HttpResponse response)
    {
        var piece = await request.Body.ReadAsync();
        await response.TextAsync(string.Create(CultureInfo.InvariantCulture, $"{piece.Length}"));
    }

    // Responds while it reads, so an error in the body comes too late for an error response.
    private static async ValueTask BothAtOnceAsync(HttpRequest request, HttpResponse response)
    {
        await response.FlushAsync();
        await request.Body.CopyToAsync(response);
    }

    // The head must not change while the body streams through the same buffer.
    private static async ValueTask LateAsync(HttpRequest request, HttpResponse response)
    {
        var before = Describe(request);
        while (!(await request.Body.ReadAsync()).IsEmpty)
            FindingException.Require(Describe(request) == before, "The head changed while the body was read.");
        await response.TextAsync(before.Length.ToString(CultureInfo.InvariantCulture));
    }

    private static async ValueTask TrailersAsync(HttpRequest request, HttpResponse response)
    {
        while (!(await request.Body.ReadAsync()).IsEmpty)
            FindingException.Require(request.Body.Trailers.Count == 0, "There are trailers before the end of the body.");
        foreach (var (name, value) in request.Body.Trailers)
            response.AddField("X-" + name, value); // throws if a trailer is not a valid field
        await response.StatusAsync(200);
    }

    private static async ValueTask TenBytesAsync(HttpRequest request, HttpResponse response)
    {
        request.Body.MaxLength = 10;
        while (!(await request.Body.ReadAsync()).IsEmpty)
        {
        }

        await response.StatusAsync(204);
    }

    private static async ValueTask LargeAsync(HttpRequest request, HttpResponse response)
    {
        for (var i = 0; i < 4; i++)
            await response.WriteAsync(s_large);
    }

    private static string Describe(HttpRequest request) =>
        $"{request.Method} {request.Target} {request.Path}\n{string.Join("\n", request.FieldLines.Select(f => $"{f.Key}: {f.Value}"))}";
}
