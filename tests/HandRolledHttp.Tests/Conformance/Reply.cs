using System.Globalization;
using System.Text;

namespace HandRolledHttp.Tests.Conformance;

/// <summary>One response, read strictly by RFC 9112.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Lines">The field lines as sent.</param>
/// <param name="Body">The body, without chunk framing.</param>
internal sealed record Reply(int Status, string[] Lines, string Body)
{
    public IEnumerable<string> ValuesOf(string name) =>
        Lines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim(' ', '\t'));

    public bool Has(string name) => ValuesOf(name).Any();

    public bool SaysClose => ValuesOf("Connection").Contains("close");

    /// <summary>Reads all bytes of a connection.</summary>
    /// <param name="received">All received bytes.</param>
    /// <param name="answersHead">Whether the response with this index is to HEAD.</param>
    /// <exception cref="FormatException">The bytes are not complete responses.</exception>
    public static List<Reply> ReadAll(byte[] received, Func<int, bool> answersHead)
    {
        var text = Encoding.Latin1.GetString(received);
        var replies = new List<Reply>();
        while (text.Length > 0)
            replies.Add(Read(ref text, answersHead(replies.Count)));
        return replies;
    }

    private static Reply Read(ref string rest, bool answersHead)
    {
        var end = rest.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            throw new FormatException($"The connection ended within a head: {rest}");
        var lines = rest[..end].Split("\r\n");
        rest = rest[(end + 4)..];
        if (!lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || lines[0].Length < 13 || lines[0][12] != ' ')
            throw new FormatException($"No status line: {lines[0]}");
        var reply = new Reply(int.Parse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture), lines[1..], "");
        return answersHead || reply.Status is < 200 or 204 or 304 ? reply : reply with { Body = TakeBody(reply, ref rest) };
    }

    private static string TakeBody(Reply reply, ref string rest)
    {
        if (reply.ValuesOf("Content-Length").FirstOrDefault() is { } length)
            return Take(ref rest, int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture));
        if (!reply.Has("Transfer-Encoding"))
            return Take(ref rest, rest.Length);

        var body = new StringBuilder();
        while (true)
        {
            var size = int.Parse(Take(ref rest, rest.IndexOf("\r\n", StringComparison.Ordinal)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (Take(ref rest, 2) != "\r\n")
                throw new FormatException("A chunk's size does not end with CR LF.");
            body.Append(Take(ref rest, size));
            if (Take(ref rest, 2) != "\r\n")
                throw new FormatException("A chunk does not end with CR LF.");
            if (size == 0)
                return body.ToString();
        }
    }

    private static string Take(ref string rest, int count)
    {
        if (count < 0 || count > rest.Length)
            throw new FormatException($"The connection ended within a body: {rest}");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
