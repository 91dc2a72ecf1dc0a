using System.Globalization;
using System.Text;

namespace Contract.Tests.Differential;

/// <summary>One final response.</summary>
/// <param name="Status">Its status code.</param>
/// <param name="Reason">Why HandRolledHttp refused: the reason's name, as its page tells it; empty for what was not refused.</param>
/// <param name="Understood">How the request was understood; null when it was not served, and for HEAD, whose answers have no body.</param>
public sealed record Reply(int Status, string Reason, Understanding? Understood)
{
    /// <summary>The server refused it, rather than the handler or what stands for the router: they say 405 and 501, and 404 by hand.</summary>
    public bool WasRefused => Status >= 400 && (Reason.Length > 0 || Status is not (404 or 405 or 501));

    /// <summary>What is compared: the exact status of what was served, the class of a refusal.</summary>
    public (bool WasRefused, int Status) Outcome => (WasRefused, WasRefused ? Status / 100 : Status);

    /// <summary>Reads whole final responses off the front of what has arrived; interim ones are passed over.</summary>
    /// <param name="received">All bytes of the connection.</param>
    /// <param name="ended">The connection has ended, so that nothing more will come.</param>
    /// <exception cref="FormatException">These bytes are no responses.</exception>
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

    // False: there is no whole response. Null: an interim one.
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
            : int.Parse(Field(lines, "Content-Length") ?? throw new FormatException($"No Content-Length: {string.Join(" | ", lines)}"), NumberStyles.None, CultureInfo.InvariantCulture);
        if (status >= 400 && ended && rest.IsEmpty)
            length = 0; // a refusal of HEAD, which is the last response of its connection
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
