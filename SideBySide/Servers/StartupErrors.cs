using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using RawSocketServer.Listening;

namespace SideBySide.Servers;

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
