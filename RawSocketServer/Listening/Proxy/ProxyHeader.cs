using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RawSocketServer.Listening.Proxy;

// Version 1, a line for people (haproxy.org: proxy-protocol.txt, §2.1), 107 bytes at most:
//
//   header  = "PROXY" SP ( "TCP4" / "TCP6" ) SP address SP address SP port SP port CRLF      source before destination
//           / "PROXY" SP "UNKNOWN" *( any but CR ) CRLF
//   port    = "0" / ( %x31-39 *4DIGIT )                                                      no leading zero, up to 65535
//
// Version 2, binary (§2.2), numbers in network order:
//
//   header  = signature version-command family length length*OCTET
//   signature       = %x0D.0A.0D.0A.00.0D.0A.51.55.49.54.0A
//   version-command = %x20 / %x21                          version 2; LOCAL: the proxy itself, PROXY: for a client
//   family          = high half: 0 unspecified, 1 IPv4, 2 IPv6, 3 Unix; low half: 0 unspecified, 1 stream, 2 datagram
//   length          = 2OCTET                               of the rest: addresses, ports, then TLVs

/// <summary>The state of the header.</summary>
public enum ProxyStatus
{
    /// <summary>A valid header so far, but incomplete.</summary>
    NeedMore,

    /// <summary>Complete.</summary>
    Complete,

    /// <summary>Not a header.</summary>
    Malformed,
}

/// <summary>
/// A proxy's header at the start of a connection: it names the client. It is read without a byte after it, because those bytes belong to
/// the protocol.
/// </summary>
/// <remarks>
/// Not supported: the TLVs of version 2 (TLS, authority, checksum and so on), which are skipped; and Unix and datagram addresses, for which
/// the connection keeps its own addresses.
/// </remarks>
/// <param name="Status">The state.</param>
/// <param name="Length">Complete: the header's length. NeedMore: its minimum length. Malformed: the offset of the error.</param>
/// <param name="Source">The client, or null if the connection's own addresses apply (LOCAL, UNKNOWN).</param>
/// <param name="Destination">The address that the client connected to, or null likewise.</param>
public readonly record struct ProxyHeader(ProxyStatus Status, int Length, IPEndPoint? Source = null, IPEndPoint? Destination = null)
{
    /// <summary>The longest accepted header: nginx's limit. TLVs of version 2 could make it 64 KiB.</summary>
    public const int MaxLength = 4096;

    private const int MaxLineLength = 107;
    private const int ShortestLine = 15; // PROXY UNKNOWN CRLF
    private const int FixedLength = 16;
    private const byte Local = 0x20;

    private static ReadOnlySpan<byte> LineStart => "PROXY "u8;

    private static ReadOnlySpan<byte> Signature => [0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A];

    /// <summary>Parses the first bytes of a connection.</summary>
    /// <param name="bytes">All received bytes, from the first.</param>
    public static ProxyHeader Parse(ReadOnlySpan<byte> bytes)
    {
        var line = bytes.CommonPrefixLength(LineStart);
        var signature = bytes.CommonPrefixLength(Signature);
        if (line == LineStart.Length)
            return ParseLine(bytes);
        if (signature == Signature.Length)
            return ParseBinary(bytes);
        var agreed = Math.Max(line, signature);
        return agreed == bytes.Length ? NeedMore(ShortestLine) : Malformed(agreed); // 15: shorter than any header of either version
    }

    private static ProxyHeader NeedMore(int length) => new(ProxyStatus.NeedMore, length);

    private static ProxyHeader Malformed(int at) => new(ProxyStatus.Malformed, at);

    private static ProxyHeader ParseLine(ReadOnlySpan<byte> bytes)
    {
        var cr = bytes[..Math.Min(bytes.Length, MaxLineLength - 1)].IndexOfAny((byte)'\r', (byte)'\n');
        if (cr < 0)
            return bytes.Length < MaxLineLength - 1 ? NeedMore(Math.Max(ShortestLine, bytes.Length + 2)) : Malformed(MaxLineLength - 2);
        if (bytes[cr] == '\n')
            return Malformed(cr);
        if (cr + 1 == bytes.Length)
            return NeedMore(Math.Max(ShortestLine, cr + 2));
        if (bytes[cr + 1] != '\n')
            return Malformed(cr + 1);

        var words = Encoding.Latin1.GetString(bytes[LineStart.Length..cr]).Split(' ');
        var complete = new ProxyHeader(ProxyStatus.Complete, cr + 2);
        if (words[0] == "UNKNOWN")
            return complete; // the rest must be ignored
        if (words is not [var family, var source, var destination, var sourcePort, var destinationPort])
            return Malformed(LineStart.Length);
        return TryEndPoint(family, source, sourcePort, out var client) && TryEndPoint(family, destination, destinationPort, out var server)
            ? complete with { Source = client, Destination = server }
            : Malformed(LineStart.Length);
    }

    private static bool TryEndPoint(string family, string address, string port, out IPEndPoint? endPoint)
    {
        endPoint = null;
        var expected = family switch
        {
            "TCP4" => AddressFamily.InterNetwork,
            "TCP6" => AddressFamily.InterNetworkV6,
            _ => AddressFamily.Unknown
        };
        // IPAddress also accepts 1.2 and 010.0.0.1, [::1] and ::1%eth0. Proxies do not write these forms, and their meaning is ambiguous.
        if (!IPAddress.TryParse(address, out var parsed) || parsed.AddressFamily != expected
            || !TrustedAddresses.IsCanonical(address, parsed))
            return false;
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || (port[0] == '0' && port.Length > 1))
            return false;
        endPoint = new IPEndPoint(parsed, number);
        return true;
    }

    private static ProxyHeader ParseBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 12 && bytes[12] is not (Local or 0x21))
            return Malformed(12);
        if (bytes.Length > 13 && bytes[12] != Local && ((bytes[13] >> 4) > 3 || (bytes[13] & 0x0F) > 2))
            return Malformed(13);
        if (bytes.Length < FixedLength)
            return NeedMore(FixedLength);

        var length = FixedLength + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        var isLocal = bytes[12] == Local; // the rest is discarded, "including the family which is ignored" (§2.2)
        var addressLength = isLocal ? 0 : bytes[13] switch { 0x11 => 4, 0x21 => 16, _ => 0 };
        if (length > MaxLength || length < FixedLength + 2 * addressLength + (addressLength > 0 ? 4 : 0))
            return Malformed(14);
        if (bytes.Length < length)
            return NeedMore(length);

        var complete = new ProxyHeader(ProxyStatus.Complete, length);
        if (addressLength == 0)
            return complete;
        var addresses = bytes[FixedLength..];
        var ports = addresses[(2 * addressLength)..];
        return complete with
        {
            Source = new IPEndPoint(new IPAddress(addresses[..addressLength]), BinaryPrimitives.ReadUInt16BigEndian(ports)),
            Destination = new IPEndPoint(
                new IPAddress(addresses.Slice(addressLength, addressLength)),
                BinaryPrimitives.ReadUInt16BigEndian(ports[2..])),
        };
    }
}
