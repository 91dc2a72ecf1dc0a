using System.Net;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Experiments;
using SideBySide.Experiments.Running;
using SideBySide.Experiments.Scripts;
using SideBySide.Experiments.Scripts.Curl;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Web;

/// <summary><c>POST /api/script</c>: a preview of the bytes that a script will send.</summary>
internal static class ScriptRoute
{
    public static void Map(IEndpointRouteBuilder api) => api
        .MapPost("/script", Ok<ScriptJson> (ScriptRequest request, ServerSet servers) =>
            TypedResults.Ok(ScriptJson.Of(ScriptRequest.Understood(request.Script ?? ""), request.Address(TargetServer.All(servers)))))
        .TakesAtMost(PageLimits.ScriptRequest);
}

/// <summary>A parsed script.</summary>
/// <param name="Bytes">All bytes to send, on all connections, in order.</param>
/// <param name="Marks">The steps, each with its place among the bytes.</param>
internal sealed record ScriptJson(byte[] Bytes, IReadOnlyList<DirectiveJson> Marks)
{
    public static ScriptJson Of(IEnumerable<ScriptStep> steps, IPEndPoint server)
    {
        var bytes = new MemoryStream();
        var marks = new List<DirectiveJson>();
        foreach (var step in steps)
        {
            var offset = (int)bytes.Length;
            if (step is SendStep send)
            {
                var once = EscapedBytes.Parse(Placeholders.Fill(send.Text, server));
                for (var i = 0; i < send.Times; i++)
                    bytes.Write(once);
            }

            marks.Add(new DirectiveJson(StepJson.KindOf(step), step.On, ScriptStepText.Of(step), offset, (int)bytes.Length - offset));
        }

        return new ScriptJson(bytes.ToArray(), marks);
    }
}

/// <summary>A step of a script.</summary>
/// <param name="Kind"><c>send</c>, <c>pause</c>, <c>await</c>, and so on.</param>
/// <param name="On">The connection.</param>
/// <param name="Words">A description; empty for a plain send.</param>
/// <param name="Offset">The number of bytes before it.</param>
/// <param name="Length">The number of its bytes.</param>
internal sealed record DirectiveJson(string Kind, string On, LocalizedText Words, int Offset, int Length);

/// <summary>A script to preview before it is sent.</summary>
/// <param name="Script">The script.</param>
/// <param name="Server">The server whose address replaces the placeholders; HandRolledHttp by default.</param>
internal sealed record ScriptRequest(string? Script, string? Server)
{
    /// <summary>The address that replaces the placeholders.</summary>
    /// <exception cref="PageProblemException">The server is unknown.</exception>
    public IPEndPoint Address(IReadOnlyList<TargetServer> targets) => targets.FirstOrDefault(target => target.Id == (Server ?? ServerDefinitions.HandRolled.Id)) is { } named
        ? (named.Tcp ?? named.Tls ?? named.Udp)!
        : throw new PageProblemException(Texts.NoSuchServer(PageProblem.Shortened(Server), string.Join(", ", targets.Select(target => target.Id))));

    /// <summary>The steps of a script.</summary>
    /// <exception cref="PageProblemException">The script has mistakes: the first is the detail, all are listed with line and
    /// column.</exception>
    public static IReadOnlyList<ScriptStep> Understood(string script)
    {
        var read = ScriptReader.Read(script);
        if (read.Mistakes is [var first, ..])
        {
            throw new PageProblemException(Texts.InLine(first.Line, first.Column, first.What), more: new()
            {
                ["line"] = first.Line,
                ["column"] = first.Column,
                ["mistakes"] = read.Mistakes.Take(20),
            });
        }

        return read.Steps.Count > 0 ? [.. read.Steps.Select(step => step.Step)] : throw new PageProblemException(Texts.EmptyScript);
    }
}

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
