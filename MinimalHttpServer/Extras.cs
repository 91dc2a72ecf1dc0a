using System.ComponentModel.DataAnnotations;

namespace MinimalHttpServer;

/// <summary>
/// What a framework gives beyond the contract, for how few lines. HTTP/2 costs none: Kestrel offers it inside of TLS, where client and
/// server agree on it in the handshake (ALPN). On the plain port it stays off, since there nothing but the client's first bytes would choose.
/// </summary>
internal static class Extras
{
    public static void AddGifts(this IServiceCollection services) => services
        .AddResponseCompression() // by default not inside of TLS: who sees lengths could guess a secret that stands beside their own words (BREACH)
        .AddProblemDetails()
        .AddValidation()
        .AddOpenApi();

    public static void UseGifts(this WebApplication app)
    {
        app.UseWhen(MayCompress, compressed => compressed.UseResponseCompression());
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/greetings"), explained => explained.UseStatusCodePages());
    }

    public static void MapGifts(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();

        routes.MapPost("/greetings", (Greeting greeting) => new { Text = string.Join(' ', Enumerable.Repeat($"Hello, {greeting.Name}!", greeting.Times)) });
    }

    // A file's strong ETag and its ranges are of these bytes and of no others (RFC 9110 §8.8.3.3); an echo is what was sent.
    private static bool MayCompress(HttpContext context) => !context.Request.Path.StartsWithSegments("/files") && !context.Request.Path.StartsWithSegments("/echo");
}

/// <summary>Whom to greet. The rules stand once: they are checked, and OpenAPI tells them.</summary>
public sealed record Greeting // public, because validation passes over other types in silence
{
    /// <summary>The name, up to 50 characters.</summary>
    [Required, StringLength(50)]
    public string Name { get; init; } = "";

    /// <summary>How many times, 1 to 10.</summary>
    [Range(1, 10)]
    public int Times { get; init; } = 1;
}
