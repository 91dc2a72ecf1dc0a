using HandRolledHttp.Http1;

namespace HandRolledHttp.Tests.Conformance;

/// <summary>The requirements for every response to any request.</summary>
internal static class EveryResponse
{
    private const string Token = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static void Check(Reply reply, bool toHttp10)
    {
        var (status, final) = (reply.Status, reply.Status >= 200);
        foreach (var line in reply.Lines)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            Assert.True(colon > 0 && line[..colon].All(c => Token.Contains(c, StringComparison.Ordinal)), $"no field line: {line}"); // RFC 9112 §5
            Assert.DoesNotContain(line, char.IsControl); // RFC 9110 §5.5
        }

        Assert.NotEqual(500, status);
        Assert.True(status < 500 || status is 501 or 503 or 505 or 599, $"{status}: whatever a client sends, it is not the server's fault");

        // Framing: RFC 9112 §6.1, §6.3; RFC 9110 §8.6, §15.4.5
        Assert.InRange(
            reply.ValuesOf("Content-Length").Count() + reply.ValuesOf("Transfer-Encoding").Count(),
            final && status is not (204 or 304) ? toHttp10 ? 0 : 1 : 0,
            1);
        if (status is < 200 or 204 or 304)
            Assert.False(reply.Has("Content-Length") || reply.Has("Transfer-Encoding"));
        if (toHttp10)
            Assert.True(final && !reply.Has("Transfer-Encoding")); // RFC 9112 §6.1, RFC 9110 §15.2

        if (!final)
            return;
        Assert.True(HttpDate.TryParse(Assert.Single(reply.ValuesOf("Date")), DateTimeOffset.UnixEpoch, out _)); // RFC 9110 §6.6.1
        Assert.True(status != 405 || reply.Has("Allow")); // RFC 9110 §15.5.6
        Assert.True(status != 416 || reply.Has("Content-Range")); // RFC 9110 §15.5.17
        if (status == 206) // RFC 9110 §15.3.7; a single part for If-Range repeats no type
            Assert.True(
                reply.Has("Content-Range") != reply.ValuesOf("Content-Type").Any(type => type.StartsWith("multipart/byteranges;", StringComparison.Ordinal)));
        else
            Assert.True(status == 416 || !reply.Has("Content-Range")); // RFC 9110 §14.4
        Assert.True(status != 205 || reply.Body.Length == 0); // RFC 9110 §15.3.6
    }
}
