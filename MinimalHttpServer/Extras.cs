using System.ComponentModel.DataAnnotations;

namespace MinimalHttpServer;

/// <summary>
/// Features of the framework beyond the contract, in a few lines. HTTP/2 needs none: Kestrel offers it over TLS, where the handshake
/// negotiates it (ALPN). On the plain port it is off, since only the client's first bytes could select it.
/// </summary>
internal static class Extras
{
    public static void AddExtras(this IServiceCollection services) => services
        // Off over TLS by default: an attacker who sees lengths could guess a secret next to text of their own (BREACH).
        .AddResponseCompression()
        .AddProblemDetails()
        .AddValidation()
        .AddOpenApi();

    public static void UseExtras(this WebApplication app)
    {
        app.UseWhen(MayCompress, compressed => compressed.UseResponseCompression());
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/greetings"), explained => explained.UseStatusCodePages());
    }

    public static void MapExtras(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();

        routes.MapPost("/greetings", (Greeting greeting) => new
        {
            Text = string.Join(' ', Enumerable.Repeat($"Hello, {greeting.Name}!", greeting.Times))
        });
    }

    // A file's strong ETag and its ranges are valid for exactly these bytes (RFC 9110 §8.8.3.3); an echo returns the bytes as sent.
    private static bool MayCompress(HttpContext context) =>
        !context.Request.Path.StartsWithSegments("/files") && !context.Request.Path.StartsWithSegments("/echo");
}

/// <summary>The person to greet. Validation and OpenAPI use the same rules.</summary>
public sealed record Greeting // public, because validation silently skips other types
{
    /// <summary>The name, up to 50 characters.</summary>
    [Required, StringLength(50)]
    public string Name { get; init; } = "";

    /// <summary>The number of greetings, 1 to 10.</summary>
    [Range(1, 10)]
    public int Times { get; init; } = 1;
}
