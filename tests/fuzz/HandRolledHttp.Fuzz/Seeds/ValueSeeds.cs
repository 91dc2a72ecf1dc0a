using System.Text;

namespace HandRolledHttp.Fuzz.Seeds;

/// <summary>Field values, forms, frames and PROXY headers, valid and invalid.</summary>
internal static class ValueSeeds
{
    private const string Form = "multipart/form-data; boundary=b\n";
    private const string Part = "--b\r\nContent-Disposition: form-data; ";
    private const string End = "\r\n--b--\r\n";

    public static IReadOnlyDictionary<string, byte[][]> All { get; } = new Dictionary<string, byte[][]>
    {
        ["multipart"] = Latin(
            "application/x-www-form-urlencoded\na=1&b=%20+&a=2&=&&c",
            Form + Part + "name=\"a\"\r\n\r\n1" + End,
            Form + Part + "name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\nhi" + End,
            Form + "preamble\r\n--b \t\r\ncontent-disposition:form-data;name=a;filename=\"\"\r\n--b--\t\r\nepilogue",
            Form + "--b\r\nContent-Disposition: form-data;\r\n name=\"a\\\"%22%0D%0A\"\r\nX-Y: z\r\n\r\n\r\n--bb\r\n--b--",
            Form + Part + "name=f; filename*=UTF-8''%e4%bd%a0\r\n\r\n" + End,
            Form + Part + "name=c; filename=\"\\\"\r\nContent-Type: text/plain;charset=iso-8859-1\r\n\r\n\xe9" + End,
            Form + Part + "name=\"_charset_\"\r\n\r\nutf-16\r\n" + Part + "name=\"a\"\r\n\r\na\0" + End,
            Form + Part + "name=a\r\nContent-Type: text/plain; charset=latin1\r\n\r\n\xe9" + End,
            Form + "A--b\r\n", Form + "--b--", "multipart/form-data; boundary=\"a b\"\n--a b--\r\n", "text/plain\nx"),
        ["cookies"] = Latin(
            "visits\nvisits=3", "a\nb=2; a=1", "a\na=1; a=2", "a\n a = \"x y\" ;a", "a\n;;=;a==;",
            "__Host-id\n__Host-id=\"quoted\"", "a\na=%00,b", "id\nabc"),
        ["forwarded"] = Latin(
            "for=192.0.2.43", "for=\"[2001:db8::17]:4711\";proto=https;by=203.0.113.43", "for=192.0.2.43, for=10.0.0.1",
            "for=\"192.0.2.43:_p\", , for=_hidden;proto=https",
            "for=unknown", "For=\"x\\\"y\";host=\"a, b\"", "for=\"",
            "192.0.2.1, 10.0.0.3\nhttps, http", "2001:db8::1", "[2001:db8::1]:80,::ffff:10.0.0.1,10.1,010.0.0.1",
            "fe80::1%lo", "10.0.0.1,,fd00::1\n,https,"),
        ["proxy"] =
        [
            .. Latin("PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\nGET", "PROXY TCP6 2001:db8::1 ::1 1 65535\r\n", "PROXY UNKNOWN\r\n",
                "PROXY UNKNOWN ffff:f::f x\r\n", "PROXY TCP4 10.1 010.0.0.1 01 65536\r\n",
                "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n"),
            Binary(0x21, 0x11, 192, 0, 2, 1, 198, 51, 100, 1, 0xDC, 0x04, 0x01, 0xBB),
            Binary(0x21, 0x21, [.. new byte[15], 1, .. new byte[15], 2, 0, 80, 1, 0xBB, 4, 0, 1, 0]),
            Binary(0x20, 0x00), Binary(0x20, 0x4F, 1, 2, 3),
            Binary(0x21, 0x31, new byte[216]), Binary(0x21, 0x12, new byte[12]), Binary(0x11, 0x11),
        ],
        ["websocket"] =
        [
            [0x81, 0x85, 0x37, 0xFA, 0x21, 0x3D, 0x7F, 0x9F, 0x4D, 0x51, 0x58, .. Frame(0x88, 0x03, 0xE8)], // the RFC's own example, §5.7
            [.. Frame(0x01, 0xE4), .. Frame(0x89, 0x70), .. Frame(0x00, 0xBD), .. Frame(0x80, 0xA0), .. Frame(0x8A)],
            [.. Frame(0x02), .. Frame(0x00), .. Frame(0x80, 0xFF, 0x00), .. Frame(0x88)],
            [0x82, 0xFE, 0x00, 0x7E, 1, 2, 3, 4, .. new byte[126]], [0x82, 0xFE, 0x00, 0x7D, 1, 2, 3, 4, .. new byte[125]],
            [0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0, 1, 2, 3, 4], [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF],
            Frame(0xC1, 0x61), Frame(0x83), Frame(0x09), Frame(0x80, 0x61), [.. Frame(0x01, 0x61), .. Frame(0x82, 0x62)], [0x81, 0x01, 0x61],
            [0x89, 0xFE, 0x00, 0x7E], Frame(0x81, 0xED, 0xA0, 0x80), Frame(0x81, 0xF4, 0x90), Frame(0x81, 0xC0, 0xAF), Frame(0x81, 0xE4, 0xBD),
            Frame(0x88, 0x03), Frame(0x88, 0x03, 0xED), Frame(0x88, 0x0F, 0xA0, 0x62, 0x79, 0x65), Frame(0x88, 0x03, 0xE8, 0xC3),
            [.. Frame(0x02, new byte[100]), .. Frame(0x80, new byte[31])], // over the small limit
        ],
    };

    // Masked with zeros.
    private static byte[] Frame(byte first, params byte[] payload) => [first, (byte)(0x80 | payload.Length), 0, 0, 0, 0, .. payload];

    private static byte[][] Latin(params string[] texts) => [.. texts.Select(Encoding.Latin1.GetBytes)];

    private static byte[] Binary(byte command, byte family, params byte[] rest) =>
        [.. "\r\n\r\n\0\r\nQUIT\n"u8, command, family, 0, (byte)rest.Length, .. rest];
}
