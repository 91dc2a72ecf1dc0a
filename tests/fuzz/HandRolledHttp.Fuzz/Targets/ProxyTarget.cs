using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using RawSocketServer.Listening.Proxy;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// The PROXY header. It is read as the server reads it, by the length that the last result requested, and by every prefix. No byte after the
/// header may be requested, and no result may change. Addresses that are written again in both versions must read the same.
/// </summary>
internal static class ProxyTarget
{
    private const int LongestPrefixes = 512;

    public static void Run(ReadOnlySpan<byte> bytes)
    {
        var message = new FuzzInput(bytes).Message;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var whole = ProxyHeader.Parse(message);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Require(allocated <= 16 * 1024, $"{allocated} bytes were allocated.");

        Require(whole.Status switch
        {
            ProxyStatus.NeedMore => whole.Length > message.Length && whole.Length <= ProxyHeader.MaxLength,
            ProxyStatus.Complete => whole.Length > 0 && whole.Length <= message.Length,
            _ => whole.Length >= 0 && whole.Length < Math.Max(1, message.Length),
        }, "The length of the verdict does not fit what arrived.");
        VerifyAsReceived(message, whole);
        if (message.Length <= LongestPrefixes)
            VerifyPrefixes(message, whole);
        if (whole.Status == ProxyStatus.Complete && whole.Source is { } source)
            VerifyAgain(source, whole.Destination!);
    }

    private static void VerifyAsReceived(ReadOnlySpan<byte> message, ProxyHeader whole)
    {
        var (header, arrived) = (ProxyHeader.Parse([]), 0);
        while (header.Status == ProxyStatus.NeedMore && arrived < message.Length)
        {
            arrived = Math.Min(header.Length, message.Length);
            header = ProxyHeader.Parse(message[..arrived]);
        }

        Require(header.Status == whole.Status, "The verdict depends on how the bytes arrived.");
        Require(header.Status != ProxyStatus.Complete || header == whole, "The addresses depend on how the bytes arrived.");
    }

    private static void VerifyPrefixes(ReadOnlySpan<byte> message, ProxyHeader whole)
    {
        var decided = false;
        for (var length = 0; length <= message.Length; length++)
        {
            var header = ProxyHeader.Parse(message[..length]);
            Require(!decided || header.Status != ProxyStatus.NeedMore, "A verdict was taken back.");
            decided = header.Status != ProxyStatus.NeedMore;
            Require(!decided || header.Status == whole.Status, "A prefix was judged in another way.");
            Require(!decided || header == whole || whole.Status == ProxyStatus.Malformed, "The addresses depend on what follows.");
            var asksBehind = !decided && whole.Status == ProxyStatus.Complete && header.Length > whole.Length;
            Require(!asksBehind, "A byte behind the header was asked for.");
        }
    }

    private static void VerifyAgain(IPEndPoint source, IPEndPoint destination)
    {
        var family = source.AddressFamily == AddressFamily.InterNetwork ? 4 : 6;
        var ports = string.Create(CultureInfo.InvariantCulture, $"{source.Port} {destination.Port}");
        var line = $"PROXY TCP{family} {source.Address} {destination.Address} {ports}\r\n";
        RequireSame(ProxyHeader.Parse(Encoding.Latin1.GetBytes(line)), line.Length);

        byte[] addresses = [.. source.Address.GetAddressBytes(), .. destination.Address.GetAddressBytes(), 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(addresses.AsSpan(addresses.Length - 4), (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(addresses.AsSpan(addresses.Length - 2), (ushort)destination.Port);
        var inet = family == 4 ? (byte)0x11 : (byte)0x21;
        byte[] binary = [.. "\r\n\r\n\0\r\nQUIT\n"u8, 0x21, inet, 0, (byte)addresses.Length, .. addresses];
        RequireSame(ProxyHeader.Parse(binary), binary.Length);

        void RequireSame(ProxyHeader header, int length) =>
            Require(header == new ProxyHeader(ProxyStatus.Complete, length, source, destination),
                "Written again, the addresses are others.");
    }
}
