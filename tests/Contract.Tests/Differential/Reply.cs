using System.Globalization;
using System.Text;

namespace Contract.Tests.Differential;

/// <summary>One final response.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Reason">The name of HandRolledHttp's reason for a rejection, from the response; empty without a rejection.</param>
/// <param name="Understood">The server's reading of the request; null for a rejection and for HEAD, whose responses have no body.</param>
public sealed record Reply(int Status, string Reason, Understanding? Understood)
{
    /// <summary>Whether the server itself rejected it. The handler and the substitute for the router respond with 405 and 501, by hand also 404.</summary>
    public bool WasRefused => Status >= 400 && (Reason.Length > 0 || Status is not (404 or 405 or 501));

    /// <summary>The compared values: the exact status of a served request, the class of a rejection.</summary>
    public (bool WasRefused, int Status) Outcome => (WasRefused, WasRefused ? Status / 100 : Status);

    /// <summary>Reads complete final responses from the start of the received bytes; interim ones are skipped.</summary>
    /// <param name="received">All bytes of the connection.</param>
    /// <param name="ended">Whether the connection has ended.</param>
    /// <exception cref="FormatException">The bytes are not responses.</exception>
    public static List<Reply> ReadAll(ReadOnlySpan<byte> received, bool ended)
    {
        var replies = new List<Reply>();
        while (Read(ref received, ended, out var reply))
        {
            if (reply is not null)
                replies.Add(reply);
        }

        return ended && received.Length > 0
            ? throw new FormatException($"The connection ended within a response: {Text.Visible(received)}")
            : replies;
    }

    // False: there is no complete response. Null: an interim one.
    private static bool Read(ref ReadOnlySpan<byte> received, bool ended, out Reply? reply)
    {
        reply = null;
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var lines = Encoding.Latin1.GetString(received[..end]).Split("\r\n");
        if (!lines[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal))
            throw new FormatException($"No status line: {lines[0]}");
        var status = int.Parse(lines[0].AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture);
        var rest = received[(end + 4)..];
        if (status < 200)
        {
            received = rest;
            return true;
        }

        var length = Field(lines, HandRolledReporter.MethodField) == "HEAD" || status == 204 ? 0
            : int.Parse(
                Field(lines, "Content-Length") ?? throw new FormatException($"No Content-Length: {string.Join(" | ", lines)}"),
                NumberStyles.None,
                CultureInfo.InvariantCulture);
        if (status >= 400 && ended && rest.IsEmpty)
            length = 0; // a rejected HEAD, whose response is the last of its connection
        if (rest.Length < length)
            return false;

        var body = rest[..length];
        received = rest[length..];
        reply = status == 200
            ? new Reply(status, "", length > 0 ? Understanding.FromJson(body) : null)
            : new Reply(status, FirstLine(body).Split(' ') is [_, var reason] ? reason : "", null);
        return true;
    }

    private static string? Field(string[] lines, string name) =>
        lines.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim()).FirstOrDefault();

    private static string FirstLine(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body[..Math.Max(0, body.IndexOf((byte)'\n'))]);
}
