using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Language;

namespace SideBySide.Servers;

/// <summary>The addresses of all servers: from the command line, the environment or appsettings.json, in that order.</summary>
public sealed class ServerAddresses
{
    private readonly Dictionary<ServerDefinition, string> _urls = [];

    /// <summary>Reads and checks the addresses of every server, so that a mistake is reported before a server starts.</summary>
    /// <exception cref="StartupException">An address is malformed; the message names it and the reason.</exception>
    public static ServerAddresses Read(IConfiguration configuration)
    {
        var options = new ServerAddresses();
        foreach (var definition in ServerDefinitions.WithOption)
        {
            var urls = configuration[definition.Setting] ?? definition.DefaultUrls;
            CheckNotEmpty(urls, definition.Option, definition.DefaultUrls);
            options._urls[definition] = string.Join(';', ListenUrl.ParseList(urls, definition.Schemes));
        }

        foreach (var (definition, url) in StepDefinitions.All.Zip(ReadSteps(configuration)))
            options._urls[definition] = url;
        return options;
    }

    /// <summary>The server's URLs, separated by <c>;</c>.</summary>
    public string UrlsOf(ServerDefinition definition) => _urls[definition];

    private static IReadOnlyList<string> ReadSteps(IConfiguration configuration)
    {
        var urls = configuration[StepDefinitions.Setting] ?? configuration[StepDefinitions.FormerSetting] ?? StepDefinitions.DefaultUrls;
        CheckNotEmpty(urls, StepDefinitions.Option, StepDefinitions.DefaultUrls);
        return StepDefinitions.Spread(urls);
    }

    private static void CheckNotEmpty(string urls, string option, string example)
    {
        if (urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length == 0)
            throw new UsageException(Texts.NoUrls(option, example).ToString());
    }
}

/// <summary>
/// Explains a failed start in one sentence with the address and its option. The servers fail in different ways: our own sockets with a <see
/// cref="ListenException"/>, Kestrel with an <see cref="IOException"/> or a <see cref="SocketException"/> without the address.
/// </summary>
internal static class StartupErrors
{
    /// <summary>The sentence; null for a bug, which deserves its stack trace.</summary>
    public static string? Explain(Exception failure, ServerDefinition definition, string urls)
    {
        if (failure is ListenException listen)
            return listen.Explain(definition.Option);
        if (failure is StartupException)
            return failure.Message;
        if (FindSocketError(failure) is not { } error)
            return null;

        var all = ListenUrl.ParseList(urls, definition.Schemes);
        var culprit = all.FirstOrDefault(url => TryBind(url) == error) ?? all[0];
        return new ListenException(culprit, new SocketException((int)error)).Explain(definition.Option);
    }

    private static SocketError? FindSocketError(Exception? e)
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is SocketException socket)
                return socket.SocketErrorCode;
        }

        return null;
    }

    // Asks the system for the failing address instead of parsing a message for humans.
    private static SocketError TryBind(ListenUrl url)
    {
        foreach (var address in url.Resolve())
        {
            try
            {
                using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (address.Address.Equals(IPAddress.IPv6Any))
                    probe.DualMode = true;
                probe.Bind(address);
                probe.Listen(1);
            }
            catch (SocketException e)
            {
                return e.SocketErrorCode;
            }
        }

        return SocketError.Success;
    }
}
