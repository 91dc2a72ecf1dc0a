using System.Text;
using RawSocketServer.Listening.Proxy;

namespace RawSocketServer.Tests.Listening.Proxy;

/// <summary>Headers with their results: the addresses of client and server, "own" for those of the connection, or the offset of the error.</summary>
public sealed class ProxyHeaderTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    public static TheoryData<string, string> Headers => new()
    {
        { "PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n", "192.0.2.1:56324 198.51.100.2:443" },
        { "PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\r\n", "0.0.0.0:0 255.255.255.255:65535" },
        { "PROXY TCP6 2001:db8::1 ::1 1 2\r\n", "[2001:db8::1]:1 [::1]:2" },
        { "PROXY UNKNOWN\r\n", "own" },
        { "PROXY UNKNOWN whatever 1 2 it is\r\n", "own" },
        { "PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n", "own" },
        { "PROXY UNKNOWN " + new string('x', 91) + "\r\n", "own" }, // 107 bytes
        { Signature + "\x21\x11\0\x0C" + "\xC0\x00\x02\x01" + "\xC6\x33\x64\x02" + "\xDC\x04\x01\xBB", "192.0.2.1:56324 198.51.100.2:443" },
        {
            Signature + "\x21\x21\0\x24" + new string('\0', 15) + "\x01" + "\x20\x01\x0D\xB8" + new string('\0', 11) + "\x02" + "\0\x01\0\x02",
            "[::1]:1 [2001:db8::2]:2"
        },
        { // a TLV
            Signature + "\x21\x11\0\x10" + "\xC0\x00\x02\x01" + "\xC6\x33\x64\x02" + "\xDC\x04\x01\xBB" + "\x04\0\x01x",
            "192.0.2.1:56324 198.51.100.2:443"
        },
        { Signature + "\x20\0\0\0", "own" }, // LOCAL
        { Signature + "\x20\x40\0\0", "own" }, // any family (§2.2)
        { Signature + "\x20\xFF\0\x03" + "abc", "own" },
        { Signature + "\x20\x03\0\0", "own" },
        { Signature + "\x20\x11\0\x0C" + new string('\xFF', 12), "own" }, // LOCAL: the rest is skipped
        { Signature + "\x21\0\0\0", "own" }, // unspecified
        { Signature + "\x21\x31\0\xD8" + new string('u', 216), "own" }, // a Unix socket
        { Signature + "\x21\x12\0\x0C" + new string('\x01', 12), "own" }, // datagrams
    };

    public static TheoryData<string, int> Malformed => new()
    {
        { "GET / HTTP/1.1\r\n\r\n", 0 },
        { "hello", 0 },
        { "proxy TCP4 1.1.1.1 1.1.1.1 1 1\r\n", 0 },
        { "PROXY\tTCP4 1.1.1.1 1.1.1.1 1 1\r\n", 5 },
        { "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\n", 30 },
        { "PROXY TCP4 1.1.1.1\n 1.1.1.1 1 1\r\n", 18 },
        { "PROXY TCP4 1.1.1.1 1.1.1.1 1 1\rx", 31 },
        { "PROXY TCP4 1.1.1.1 1.1.1.1 1\r\n", 6 },
        { "PROXY TCP4  1.1.1.1 1.1.1.1 1 1\r\n", 6 },
        { "PROXY TCP4 1.1.1.1 1.1.1.1 1 1 \r\n", 6 },
        { "PROXY TCP4 1.1.1.1 1.1.1.1 1 65536\r\n", 6 },
        { "PROXY TCP4 1.1.1.1 1.1.1.1 +1 1\r\n", 6 },
        { "PROXY TCP4 1.1.1.1 1.1.1.1 01 1\r\n", 6 },
        { "PROXY TCP4 1.1.1 1.1.1.1 1 1\r\n", 6 },
        { "PROXY TCP4 010.1.1.1 1.1.1.1 1 1\r\n", 6 },
        { "PROXY TCP4 ::1 ::1 1 1\r\n", 6 },
        { "PROXY TCP6 1.1.1.1 1.1.1.1 1 1\r\n", 6 },
        { "PROXY TCP6 [::1] ::1 1 1\r\n", 6 },
        { "PROXY TCP6 fe80::1%1 ::1 1 1\r\n", 6 },
        { "PROXY TCP6 ::ffff:1.2.3.04 ::1 1 1\r\n", 6 },
        { "PROXY UDP4 1.1.1.1 1.1.1.1 1 1\r\n", 6 },
        { "PROXY UNKNOWN " + new string('x', 92) + "\r\n", 105 }, // 108 bytes
        { "\r\n\r\n\0\r\nQUIX\n", 10 },
        { Signature + "\x11\x11\0\x0C" + new string('\x01', 12), 12 }, // version 1 in a binary header
        { Signature + "\x22\x11\0\x0C" + new string('\x01', 12), 12 }, // an unknown command
        { Signature + "\x21\x41\0\x0C" + new string('\x01', 12), 13 }, // an unknown family
        { Signature + "\x21\x13\0\x0C" + new string('\x01', 12), 13 }, // an unknown transport
        { Signature + "\x21\x11\0\x0B" + new string('\x01', 12), 14 }, // too short for its addresses
        { Signature + "\x21\x11\xFF\xFF" + new string('\x01', 12), 14 }, // longer than the limit
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void A_header_means_the_same_however_it_is_cut(string header, string meaning)
    {
        var bytes = Encoding.Latin1.GetBytes(header);
        var behind = Encoding.Latin1.GetBytes(header + "GET /");

        Assert.Equal(meaning, Meaning(ProxyHeader.Parse(bytes)));
        Assert.Equal(meaning, Meaning(ProxyHeader.Parse(behind)));
        Assert.Equal(bytes.Length, ProxyHeader.Parse(behind).Length);
        for (var length = 0; length < bytes.Length; length++)
        {
            // Every split and every single byte: a part never counts as complete, and never requires more bytes than the header has.
            var part = ProxyHeader.Parse(bytes.AsSpan(0, length));
            Assert.Equal(ProxyStatus.NeedMore, part.Status);
            Assert.InRange(part.Length, length + 1, bytes.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_is_no_header_is_told_at_the_same_byte_however_it_is_cut(string bytes, int offset)
    {
        var whole = Encoding.Latin1.GetBytes(bytes);
        var first = Enumerable.Range(1, whole.Length)
            .Select(length => ProxyHeader.Parse(whole.AsSpan(0, length)))
            .First(part => part.Status != ProxyStatus.NeedMore);

        Assert.Equal(new ProxyHeader(ProxyStatus.Malformed, offset), ProxyHeader.Parse(whole));
        Assert.Equal(new ProxyHeader(ProxyStatus.Malformed, offset), first);
    }

    private static string Meaning(ProxyHeader header) =>
        header.Status != ProxyStatus.Complete ? header.ToString() : header.Source is null ? "own" : $"{header.Source} {header.Destination}";
}
