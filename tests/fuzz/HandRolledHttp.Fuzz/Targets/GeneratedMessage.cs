namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Generates mostly valid requests from usual lines of all lengths, so that the ends of names and values lie anywhere within the bytes that
/// are classified at once. Some requests have a few changed bytes.
/// </summary>
internal sealed class GeneratedMessage(int seed)
{
    private static readonly string[] s_names =
    [
        "Host", "hOST", "Content-Length", "Content_Length", "content.length", "Transfer-Encoding", "Transfer_Encoding", "Connection",
        "Expect", "Accept", "Date", "If-Match", "If-Range", "Range", "Referer", "User-Agent", "Content-Type", "Max-Forwards",
        "Sec-Fetch-Site", "Authorization", "If-None-Match", "Cookie", "A", "AB", "TE", "X-1!~", "",
    ];

    private static readonly string[] s_values =
    [
        "x", "localhost:8081", "keep-alive", "close", "5", "chunked", "100-continue", "", "[::1]:1", "a%41", "text/html, */*;q=0.8",
        "a\tb", "h\u00E9", "5, 5", "x:99999",
    ];

    private static readonly string[] s_targets =
        ["/", "/hello", "/files/index.html?lang=en", "/a/../b", "/.", "/a.", "/%41", "/%4", "*", "http://x/y", "/?", "/a?b%?#", "x"];

    private static readonly string[] s_ends = ["\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n "];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var text = Pick(["GET ", "GET ", "GET ", "POST ", "OPTIONS ", "G", "\r\nGET "]) + Pick(s_targets) + Padding('t', 8)
            + Pick([" HTTP/1.1", " HTTP/1.1", " HTTP/1.1", " HTTP/1.0", ""]) + End();
        if (_random.Next(4) > 0)
            text += "Host: x" + End();
        for (var lines = _random.Next(12); lines > 0; lines--)
        {
            text += Pick(s_names) + Padding('n', 16) + Pick([":", ": ", ": ", ": ", ":\t ", " :"]) + Padding('v', 2) + Pick(s_values)
                + Pick(["", "", "", " ", " \t"]) + End();
        }

        text += "\r\n" + Pick(["", "", "hello", "5\r\nhello\r\n0\r\nA: b" + End() + "\r\n", "GET / HTTP/1.1\r\n"]);
        return Change(System.Text.Encoding.Latin1.GetBytes(text));
    }

    private string End() => s_ends[_random.Next(_random.Next(6) == 0 ? s_ends.Length : 5)];

    private string Padding(char with, int rarity) => _random.Next(rarity) > 0 ? "" : new string(with, _random.Next(130));

    private string Pick(string[] from) => from[_random.Next(from.Length)];

    private byte[] Change(byte[] bytes)
    {
        for (var changes = Math.Max(0, _random.Next(6) - 3); changes > 0; changes--)
        {
            var value = _random.Next(2) == 0 ? _random.Next(256) : "\r\n: \t\0\x7F\x80_"[_random.Next(9)];
            bytes[_random.Next(bytes.Length)] = (byte)value;
        }

        return bytes[..(_random.Next(5) == 0 ? _random.Next(bytes.Length) : bytes.Length)];
    }
}
