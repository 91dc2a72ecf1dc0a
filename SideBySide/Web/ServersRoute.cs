using HandRolledHttp.Connection.Tls;
using Microsoft.AspNetCore.Http.HttpResults;
using SideBySide.Capture;
using SideBySide.Language;
using SideBySide.Servers;

namespace SideBySide.Web;

/// <summary><c>GET /api/servers</c>: the servers and their addresses, from the echo server up to the framework.</summary>
internal static class ServersRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/servers", Ok<ServerJson[]> (ServerSet servers, LiveCapture live) =>
        TypedResults.Ok(servers.Servers.OrderBy(server => TargetServer.OwnIds.ToList().IndexOf(server.Definition.Id)).Select(server => ServerJson.Of(server, live.UrlOf(server.Definition))).ToArray()));
}

/// <summary>A server of this repository.</summary>
/// <param name="Id">A short name that never changes; all other messages use it.</param>
/// <param name="Kind"><c>raw</c>, <c>step</c>, <c>handrolled</c> or <c>minimal</c>.</param>
/// <param name="Name">The project's name, or the step's.</param>
/// <param name="Option">The option for its addresses.</param>
/// <param name="Role">Its role in the comparison.</param>
/// <param name="Urls">Its URLs.</param>
/// <param name="Links">Links for a browser.</param>
/// <param name="Commands">Commands for a terminal.</param>
/// <param name="Live">Its URL through the live capture; null for none.</param>
/// <param name="LiveLinks">Links for a browser, through the live capture.</param>
/// <param name="LiveCommands">Commands for a terminal, through the live capture.</param>
internal sealed record ServerJson(string Id, string Kind, string Name, string Option, LocalizedText Role, IReadOnlyList<string> Urls,
    IReadOnlyList<Link> Links, IReadOnlyList<Command> Commands, string? Live, IReadOnlyList<Link> LiveLinks, IReadOnlyList<Command> LiveCommands)
{
    public static ServerJson Of(RunningServer server, string? live) => new(server.Definition.Id, server.Definition.IsStep ? "step" : server.Definition.Id, server.Definition.Name, server.Definition.Option, server.Definition.Role,
        server.Urls, TryLinks.ToOpen(server), TryLinks.ToType(server), live,
        live is null ? [] : TryLinks.ToOpen(server with { Urls = [live] }), live is null ? [] : TryLinks.ToType(server with { Urls = [live] }));
}

/// <summary>A command for a terminal.</summary>
/// <param name="Tool">Its program; variants of one program are separate.</param>
/// <param name="What">A description.</param>
/// <param name="Line">The command line, ready to paste.</param>
public sealed record Command(string Tool, LocalizedText What, string Line);

/// <summary>A link for a browser.</summary>
/// <param name="Url">The URL.</param>
/// <param name="What">A description.</param>
public sealed record Link(string Url, LocalizedText What);

/// <summary>Examples for each server, with the addresses on which it really listens.</summary>
public static class TryLinks
{
    /// <summary>Links for a browser.</summary>
    public static IReadOnlyList<Link> ToOpen(RunningServer server)
    {
        if (server.Definition == ServerDefinitions.Raw)
        {
            return server.First("tcp") is { } tcp
                ? [new($"http://{tcp.Authority}/", new("A browser at a plain socket: it rejects the response", "让浏览器访问回显服务器：它拒收响应"))]
                : [];
        }

        var links = new List<Link>();
        if (server.First("http") is { } http)
        {
            links.Add(new($"http://{http.Authority}/", new("The site", "网站")));
            links.Add(new($"http://{http.Authority}/hello?name=Browser", new("Greet the browser", "向浏览器问好")));
        }

        if (server.First("http") is { } complete && !server.Definition.IsStep)
        {
            links.Add(new($"http://{complete.Authority}/whoami", new("The request that your browser really sends", "浏览器究竟发了什么")));
            links.Add(new($"http://{complete.Authority}/visits", new("Count visits with a cookie", "用 Cookie 统计访问次数")));
        }

        if (server.First("https") is { } https)
            links.Add(new($"https://{https.Authority}/", new("Over TLS; the browser warns, because no authority has signed the demo certificate", "经由 TLS；演示证书没有权威机构签名，浏览器会警告")));
        return links;
    }

    /// <summary>Commands for a terminal.</summary>
    public static IReadOnlyList<Command> ToType(RunningServer server)
    {
        var commands = new List<Command>();
        if (server.First("tcp") is { } tcp)
            commands.AddRange(Tcp(tcp));
        if (server.First("udp") is { } udp)
            commands.Add(new("nc", new("The same as one datagram", "同样的内容，作为一个数据报"), $"printf 'Hello, Server!' | nc -u -w 1 {Host(udp)} {udp.Port}"));
        if (server.First("http") is { } http)
            commands.AddRange(server.Definition.IsStep ? Http(http).Take(2) : Http(http)); // only some steps have the other routes
        if (server.First("https") is { } https && DemoCertificate.PemPath is { } pem)
            commands.Add(new("curl", new("Over TLS, trusting the demo certificate", "经由 TLS，信任演示证书"), $"curl --cacert {Quoted(pem)} https://{https.Authority}/whoami"));
        return commands;
    }

    private static IEnumerable<Command> Tcp(Uri server)
    {
        LocalizedText say = new("Send bytes, get them back", "发送一句话，原样收回");
        yield return new("nc (OpenBSD)", say, $"printf 'Hello, Server!' | nc -N {Host(server)} {server.Port}");
        yield return new("nc (macOS), ncat", say, $"printf 'Hello, Server!' | nc {Host(server)} {server.Port}");
        yield return new("nc (traditional)", say, $"printf 'Hello, Server!' | nc -q 1 {Host(server)} {server.Port}");
        yield return new("python", say, $"python3 -c \"import socket; s = socket.create_connection(('{Host(server)}', {server.Port})); s.sendall(b'Hello, Server!'); print(s.recv(1024).decode())\"");
        yield return new("PowerShell", say, $"$c = [Net.Sockets.TcpClient]::new('{Host(server)}', {server.Port}); $s = $c.GetStream(); $b = [Text.Encoding]::UTF8.GetBytes('Hello, Server!'); $s.Write($b, 0, $b.Length); $n = $s.Read($b, 0, $b.Length); [Text.Encoding]::UTF8.GetString($b, 0, $n); $c.Close()");
        if (!ProgramName.IsTool)
            yield return new("dotnet", new("The same with this repository's own client", "用自带的客户端"), $"dotnet run --project RawSocketServer -- connect {server.Authority} 'Hello, Server!'");
        yield return new("curl", new("HTTP at a plain socket: curl rejects the response", "用 curl 访问回显服务器：curl 拒收返回的内容"), $"curl http://{server.Authority}/hello");
    }

    private static IEnumerable<Command> Http(Uri server)
    {
        yield return new("curl", new("A request, with all bytes in both directions", "一次请求，显示收发的全部内容"), $"curl -v 'http://{server.Authority}/hello?name=Server'");
        yield return new("nc", new("The same request typed by hand", "同样的请求，亲手写出"), $"printf 'GET /hello?name=Server HTTP/1.1\\r\\nHost: {server.Authority}\\r\\nConnection: close\\r\\n\\r\\n' | nc {Host(server)} {server.Port}");
        yield return new("curl", new("Send a body, get it back", "发送正文，原样收回"), $"curl --data-binary 'Hello, Server!' http://{server.Authority}/echo");
        yield return new("curl", new("Lines one at a time, in chunks; their number is not known in advance", "逐行到达，分块传输，事先不知道有多长"), $"curl -N --raw http://{server.Authority}/stream/5");
        yield return new("python", new("The same from a program", "在程序里做同样的事"), $"python3 -c \"import urllib.request; print(urllib.request.urlopen('http://{server.Authority}/hello?name=Python').read().decode())\"");
        yield return new("PowerShell", new("The same from PowerShell", "在 PowerShell 里做同样的事"), $"(Invoke-WebRequest 'http://{server.Authority}/hello?name=PowerShell').Content");
    }

    // Without the brackets around IPv6 in a URL.
    private static string Host(Uri uri) => uri.DnsSafeHost;

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}

/// <summary><c>GET /api/room</c>: the ways to join the chat room.</summary>
internal static class RoomRoute
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/room", Ok<RoomJson> (ServerSet servers) =>
        TypedResults.Ok(new RoomJson(servers.JoinCommand ?? "", Pages(servers))));

    /// <summary>The servers' own pages for the room.</summary>
    public static IReadOnlyList<RoomPage> Pages(ServerSet servers) =>
    [
        .. servers.Servers
            .Where(server => server.Definition == ServerDefinitions.HandRolled || server.Definition == ServerDefinitions.Minimal)
            .Where(server => server.First("http") is not null)
            .Select(server => new RoomPage(server.Definition.Name, $"http://{server.First("http")!.Authority}/chat/room")),
    ];
}

/// <summary>The ways to join.</summary>
/// <param name="Command">A command for a terminal.</param>
/// <param name="Pages">The pages for a browser; the first is shown in the page itself.</param>
internal sealed record RoomJson(string Command, IReadOnlyList<RoomPage> Pages);

/// <summary>A page that joins the room.</summary>
/// <param name="Server">The server that bridges to the room.</param>
/// <param name="Url">The page.</param>
internal sealed record RoomPage(string Server, string Url);
