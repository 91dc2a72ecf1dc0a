using SideBySide.Language;

namespace Benchmarks.Results;

/// <summary>The names of servers, as results contain them, for readers.</summary>
public static class ServerName
{
    /// <summary>A server's name; in both languages if it is more than a name.</summary>
    public static LocalizedText Of(string server) => server switch
    {
        "C, epoll (baseline)" => new(server, "C，epoll（基线）"),
        "Kestrel, connection handler" => new(server, "Kestrel 连接处理程序"),
        _ => new(
            server,
            server.Replace(", .NET's sockets", "，.NET 套接字", StringComparison.Ordinal)
                .Replace(", observed", "，被观测", StringComparison.Ordinal)),
    };
}
