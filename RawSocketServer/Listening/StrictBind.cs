using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace RawSocketServer.Listening;

/// <summary>
/// bind(2) without SO_REUSEADDR. On Unix <see cref="Socket.Bind"/> always sets the option just before it binds, also if it was cleared. To
/// let TIME_WAIT keep a port, the program has to make the system call itself.
/// </summary>
internal static class StrictBind
{
    /// <summary>Binds and returns a new socket in the bound state; it replaces the given one.</summary>
    /// <exception cref="SocketException">The address cannot be bound.</exception>
    public static Socket Bind(Socket socket, IPEndPoint address)
    {
        var wire = address.Serialize();
        if (bind(socket.SafeHandle, wire.Buffer.ToArray(), wire.Size) != 0)
        {
            throw Marshal.GetLastPInvokeError() switch
            {
                13 => new SocketException((int)SocketError.AccessDenied), // EACCES, the same number on every Unix
                var error when error == AddressInUse => new SocketException((int)SocketError.AddressAlreadyInUse),
                _ => new SocketException((int)SocketError.AddressNotAvailable),
            };
        }

        // A socket finds out that it is bound when it is created from its handle. The first one must not close the handle.
#pragma warning disable CA1816 // not this class's finalizer, but the one to suppress
        GC.SuppressFinalize(socket);
#pragma warning restore CA1816
        return new Socket(socket.SafeHandle);
    }

    private static int AddressInUse => OperatingSystem.IsLinux() ? 98 : 48; // EADDRINUSE: Linux; BSD and macOS

    [DllImport("libc", SetLastError = true)]
    private static extern int bind(SafeSocketHandle socket, byte[] address, int length);
}
