using System.Net;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>
/// Accepts only host names that a foreign site cannot own, against DNS rebinding: a page of evil.example may resolve its own name to
/// 127.0.0.1 and then read this page as same-origin, but the browser still sends <c>Host: evil.example</c>. An IP address cannot be
/// rebound, and localhost belongs to this machine.
/// </summary>
internal static class RebindingGuard
{
    /// <summary>Rejects foreign hosts with 421 (RFC 9110 §15.5.20), before any other check.</summary>
    public static void UseRebindingGuard(this WebApplication app)
    {
        var own = (app.Configuration["AllowedHosts"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        _ = app.Use((context, next) =>
        {
            var host = context.Request.Host.Host;
            if (IsHere(host) || own.Contains(host, StringComparer.OrdinalIgnoreCase))
                return next(context);
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            context.Response.ContentType = "text/plain; charset=utf-8";
            var text = Texts.ForeignHost(host);
            return context.Response.WriteAsync($"{text.En}\n{text.Zh}\n");
        });
    }

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || IPAddress.TryParse(host, out _);
}
