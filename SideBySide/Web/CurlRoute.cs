using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments.Scripts;
using SideBySide.Experiments.Scripts.Curl;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>POST /api/curl</c>: converts a curl command to a script. It runs no program and reads no file.</summary>
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

    // Lets the same script run on the other servers, each with its own name.
    private static string WithPlaceholder(string script, TargetServer target, CurlUrl url)
    {
        var host = $"\nHost: {url.Authority}\\r\\n\n";
        var at = script.IndexOf(host, StringComparison.Ordinal);
        return at >= 0 && (target.Tcp?.ToString() == url.Authority || target.Tls?.ToString() == url.Authority)
            ? $"{script[..at]}\nHost: {{authority}}\\r\\n\n{script[(at + host.Length)..]}"
            : script;
    }

    // curl also connects to RawSocketServer: http://127.0.0.1:12345.
    private static bool IsAt(Uri url, CurlUrl asked) => url.Port == asked.Port && (url.Scheme == "https") == asked.IsSecure && url.Scheme != "udp"
        && (url.DnsSafeHost == asked.Host || (asked.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address)));
}

/// <summary>A pasted command.</summary>
/// <param name="Command">The command line.</param>
internal sealed record CurlCommandRequest(string? Command);

/// <summary>The result.</summary>
/// <param name="Script">The request as a script.</param>
/// <param name="Server">The server of this run at the command's address; null for another server.</param>
/// <param name="Over"><c>tcp</c> or <c>tls</c>.</param>
/// <param name="Warnings">Warnings about ignored parts of the command.</param>
internal sealed record CurlJson(string Script, string? Server, string Over, IReadOnlyList<LocalizedText> Warnings);
