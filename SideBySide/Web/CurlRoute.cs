using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments.Scripts;
using SideBySide.Experiments.Scripts.Curl;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>POST /api/curl</c>: a curl command as a script. Nothing is run and no file is read.</summary>
internal static class CurlRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/curl", Ok<CurlJson> (CurlCommandRequest request, ServerSet servers) => TypedResults.Ok(Read(request, servers)))
        .TakesAtMost(PageLimits.ScriptRequest);

    private static CurlJson Read(CurlCommandRequest request, ServerSet servers)
    {
        if (request.Command is not { Length: <= ScriptLimits.Length } line)
            throw new PageProblemException(Texts.NotCurl);
        try
        {
            var curl = CurlRequest.Of(line);
            var server = servers.Servers.FirstOrDefault(server => server.Urls.Select(RunningServer.Reachable).Any(url => IsAt(url, curl.Url)));
            return new CurlJson(server is null ? ScriptText.Of(curl.Bytes) : WithPlaceholder(ScriptText.Of(curl.Bytes), TargetServer.Of(server), curl.Url), server?.Definition.Id, curl.Url.IsSecure ? "tls" : "tcp",
                server is null ? [.. curl.Warnings, Texts.OtherServer(PageProblem.Shortened(curl.Url.Authority))] : curl.Warnings);
        }
        catch (CurlException e)
        {
            throw new PageProblemException(e.What);
        }
    }

    // So that the same script can be sent to the other servers, and names each of them rightly.
    private static string WithPlaceholder(string script, TargetServer target, CurlUrl url)
    {
        var host = $"\nHost: {url.Authority}\\r\\n\n";
        var at = script.IndexOf(host, StringComparison.Ordinal);
        return at >= 0 && (target.Tcp?.ToString() == url.Authority || target.Tls?.ToString() == url.Authority)
            ? $"{script[..at]}\nHost: {{authority}}\\r\\n\n{script[(at + host.Length)..]}"
            : script;
    }

    // curl speaks to the raw server as well: http://127.0.0.1:12345.
    private static bool IsAt(Uri url, CurlUrl asked) => url.Port == asked.Port && (url.Scheme == "https") == asked.IsSecure && url.Scheme != "udp"
        && (url.DnsSafeHost == asked.Host || (asked.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)));
}

/// <summary>A command that was pasted.</summary>
/// <param name="Command">The command line.</param>
internal sealed record CurlCommandRequest(string? Command);

/// <summary>What it comes to.</summary>
/// <param name="Script">The request as a script.</param>
/// <param name="Server">The server of this run that it is for; null when it is for none of them.</param>
/// <param name="Over"><c>tcp</c> or <c>tls</c>.</param>
/// <param name="Warnings">What of the command is left out.</param>
internal sealed record CurlJson(string Script, string? Server, string Over, IReadOnlyList<LocalizedText> Warnings);
