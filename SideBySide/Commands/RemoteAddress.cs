using System.Net;
using System.Net.Sockets;
using RawSocketServer;

namespace SideBySide.Commands;

/// <summary>An address that the user names. What is sent to it may be hostile on purpose, so another machine has to be allowed expressly.</summary>
internal static class RemoteAddress
{
    /// <summary>Finds <c>host:port</c>.</summary>
    /// <exception cref="StartupException">It is malformed, unknown, or on another machine without permission.</exception>
    public static async Task<IPEndPoint> ResolveAsync(string text, bool allowRemote, CancellationToken cancellation)
    {
        if (!Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var uri) || uri.Port is < 1 or > 65535 || uri.PathAndQuery.Trim('/').Length > 0)
            throw new StartupException(Texts.BadAddress(text).ToString());
        try
        {
            var addresses = IPAddress.TryParse(uri.DnsSafeHost, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(uri.DnsSafeHost, cancellation);
            var address = addresses.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.First();
            return IPAddress.IsLoopback(address) || allowRemote
                ? new IPEndPoint(address, uri.Port)
                : throw new StartupException(Texts.RemoteAddress(text).ToString());
        }
        catch (SocketException e)
        {
            throw new StartupException(Texts.UnknownHost(uri.DnsSafeHost, e.SocketErrorCode.ToString()).ToString(), e);
        }
    }
}
