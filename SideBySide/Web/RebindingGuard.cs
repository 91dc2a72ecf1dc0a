using System.Net;
using SideBySide.Language;

namespace SideBySide.Web;

/// <summary>
/// Answers only to names that a foreign site cannot take for itself. Against DNS rebinding: a page of evil.example may make its
/// own name point at 127.0.0.1 and then read this page as if it were its own; but the browser still says <c>Host: evil.example</c>.
/// An IP address cannot be rebound, and localhost belongs to this machine.
/// </summary>
internal static class RebindingGuard
{
    /// <summary>Refuses foreign hosts with 421 (RFC 9110 §15.5.20), before anything else is looked at.</summary>
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
