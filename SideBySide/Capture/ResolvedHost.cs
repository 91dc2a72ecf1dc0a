using System.Net;
using System.Net.Sockets;
using RawSocketServer;
using RawSocketServer.Client;
using RawSocketServer.Listening;
using SideBySide.Language;

namespace SideBySide.Capture;

/// <summary>The destination of a user's bytes: resolved once, so that its name cannot mean another machine later.</summary>
/// <param name="Name">The name as given.</param>
/// <param name="Addresses">Its addresses, in order.</param>
public sealed record ResolvedHost(string Name, IReadOnlyList<IPEndPoint> Addresses)
{
    /// <summary>Parses and resolves <c>host:port</c>, or only a port of this machine.</summary>
    /// <param name="text">The user's text.</param>
    /// <param name="allowRemote">Whether other machines are allowed.</param>
    /// <param name="cancellation">Cancels the look-up.</param>
    /// <exception cref="StartupException">The text is malformed, or the host is unknown or remote without permission.</exception>
    public static async Task<ResolvedHost> ResolveAsync(string text, bool allowRemote, CancellationToken cancellation)
    {
        var target = ConnectTarget.Parse(text.All(char.IsAsciiDigit) ? $"127.0.0.1:{text}" : text);
        if (target.Scheme != "tcp")
            throw new UsageException(new LocalizedText($"{text}: only TCP can be relayed and replayed.", $"{text}：只能转发和重放 TCP。").ToString());
        IPAddress[] addresses;
        try
        {
            addresses = await Dns.GetHostAddressesAsync(target.Host, cancellation);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new StartupException(new LocalizedText($"\"{target.Host}\" has no address: {e.Message}", $"找不到“{target.Host}”的地址：{e.Message}").ToString(), e);
        }

        if (!allowRemote && addresses.FirstOrDefault(address => !ListenUrl.IsThisMachine(address)) is { } remote)
        {
            throw new UsageException(new LocalizedText(
                $"{text} ({remote}) is another machine; add --allow-remote if you may send bytes there.",
                $"{text}（{remote}）不是本机；如果允许向那里发送字节，请加上 --allow-remote。").ToString());
        }

        return new ResolvedHost(text, [.. addresses.Select(address => new IPEndPoint(address, target.Port))]);
    }

    /// <summary>Connects to the first address that accepts.</summary>
    /// <exception cref="SocketException">No address accepts.</exception>
    public async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        for (var i = 0; ; i++)
        {
            var socket = new Socket(Addresses[i].AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(Addresses[i], cancellation);
                return socket;
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (e is not SocketException || i == Addresses.Count - 1)
                    throw;
            }
        }
    }
}
