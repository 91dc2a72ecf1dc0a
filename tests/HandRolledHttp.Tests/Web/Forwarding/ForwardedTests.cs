using System.Net;
using HandRolledHttp.Connection;
using HandRolledHttp.Connection.Forwarding;
using HandRolledHttp.Tests.Connection;
using HandRolledHttp.Web;
using RawSocketServer.Listening;

namespace HandRolledHttp.Tests.Web.Forwarding;

public sealed class ForwardedTests
{
    private static readonly TrustedAddresses s_trusted = TrustedAddresses.Parse("option", "127.0.0.1, 10.0.0.0/8");

    [Theory]
    [InlineData("192.0.2.1", null, "192.0.2.1:0 http")]
    [InlineData("192.0.2.1", "https", "192.0.2.1:0 https")]
    [InlineData("192.0.2.1:99", "HTTPS", "192.0.2.1:99 https")]
    [InlineData("2001:db8::1", null, "[2001:db8::1]:0 http")]
    [InlineData("[2001:db8::1]:99", null, "[2001:db8::1]:99 http")]
    [InlineData("6.6.6.6, 192.0.2.1", "https, http", "192.0.2.1:0 http")] // the client invented the first
    [InlineData("6.6.6.6, 192.0.2.1", "http", "192.0.2.1:0 http")]
    [InlineData("192.0.2.1, 10.0.0.7", "https, http", "192.0.2.1:0 https")] // two trusted proxies
    [InlineData("unknown", "https", "127.0.0.1:1 https")] // the proxy hides the client, but names its scheme
    [InlineData("10.1", "https", "127.0.0.1:1 https")] // programs read this address differently (RFC 6943 §3.1.1)
    [InlineData("010.0.0.1", null, "127.0.0.1:1 http")]
    [InlineData("::ffff:10.0.0.010", null, "127.0.0.1:1 http")]
    [InlineData("[::ffff:10.0.0.01]:80", null, "127.0.0.1:1 http")]
    [InlineData("0x7f.1", null, "127.0.0.1:1 http")]
    [InlineData("10.0.0.1.", null, "127.0.0.1:1 http")]
    [InlineData("10.1:80", null, "127.0.0.1:1 http")]
    [InlineData("[10.0.0.1]:80", null, "127.0.0.1:1 http")]
    [InlineData("fe80::1%eth0", null, "127.0.0.1:1 http")]
    [InlineData("::ffff:192.0.2.1", null, "192.0.2.1:0 http")]
    [InlineData("192.0.2.1, ::ffff:10.0.0.7", null, "192.0.2.1:0 http")]
    [InlineData("192.0.2.1:123456", null, "127.0.0.1:1 http")]
    [InlineData("192.0.2.1:", null, "127.0.0.1:1 http")]
    [InlineData("[2001:db8::1]:_p", null, "[2001:db8::1]:0 http")]
    [InlineData("192.0.2.1, 1", null, "127.0.0.1:1 http")]
    [InlineData("192.0.2.1, _hidden, 10.0.0.7", null, "10.0.0.7:0 http")]
    [InlineData("", null, "127.0.0.1:1 http")]
    [InlineData(null, "https", "127.0.0.1:1 https")]
    public void X_Forwarded_For_is_believed_from_its_end_as_far_as_someone_vouches(string? addresses, string? protos, string expected) =>
        Assert.Equal(expected, Resolve(Forwarded.Read(addresses, protos)));

    [Theory]
    [InlineData("for=192.0.2.1", "192.0.2.1:0 http")]
    [InlineData("For=\"192.0.2.1:99\";proto=https;by=10.0.0.1", "192.0.2.1:99 https")]
    [InlineData("proto=https ; for=\"[2001:db8::1]\"", "[2001:db8::1]:0 https")]
    [InlineData("for=6.6.6.6, for=192.0.2.1", "192.0.2.1:0 http")]
    [InlineData("for=192.0.2.1;proto=https, for=10.0.0.7;proto=http", "192.0.2.1:0 https")]
    [InlineData("for=\"a, for=192.0.2.1\"", "127.0.0.1:1 http")] // inside quotes a comma does not separate
    [InlineData("for=_hidden;proto=https", "127.0.0.1:1 https")]
    [InlineData("for=unknown;proto=https", "127.0.0.1:1 https")]
    [InlineData("for=192.0.2.1, for=_hidden;proto=https", "127.0.0.1:1 https")]
    [InlineData("for=192.0.2.1, for=10.0.0.7;proto=https, for=_hidden", "127.0.0.1:1 http")]
    [InlineData("for=\"192.0.2.43:_p\"", "192.0.2.43:0 http")]
    [InlineData("for=\"[2001:db8::1]:_a.b-c_d\"", "[2001:db8::1]:0 http")]
    [InlineData("for=\"192.0.2.43:_\"", "127.0.0.1:1 http")]
    [InlineData("for=\"192.0.2.43:_p q\"", "127.0.0.1:1 http")]
    [InlineData("for=192.0.2.1, , for=10.0.0.7", "192.0.2.1:0 http")]
    [InlineData("for=192.0.2.1,", "192.0.2.1:0 http")]
    [InlineData(", ,for=192.0.2.1", "192.0.2.1:0 http")]
    [InlineData("for=10.1", "127.0.0.1:1 http")]
    [InlineData("for=192.0.2.1 nonsense", "127.0.0.1:1 http")]
    [InlineData("for=192.0.2.1, for", "127.0.0.1:1 http")]
    [InlineData("for=\"192.0.2.1", "127.0.0.1:1 http")]
    [InlineData("host=x", "127.0.0.1:1 http")]
    [InlineData("", "127.0.0.1:1 http")]
    [InlineData(null, "127.0.0.1:1 http")]
    public void Forwarded_is_believed_from_its_end_as_far_as_someone_vouches(string? value, string expected) =>
        Assert.Equal(expected, Resolve(Forwarded.Read(value)));

    [Theory]
    [InlineData("127.0.0.1", ForwardedField.XForwarded, "192.0.2.1:0")]
    [InlineData("127.0.0.1", ForwardedField.Forwarded, "192.0.2.2:0")]
    [InlineData("10.0.0.0/8", ForwardedField.XForwarded, "127.0.0.1:50000")]
    [InlineData(null, ForwardedField.XForwarded, "127.0.0.1:50000")]
    public async Task A_request_tells_its_client_only_when_its_peer_is_trusted(string? trusted, ForwardedField field, string expected)
    {
        var options = new HttpServerOptions { Forwarded = new ForwardedOptions { Trusted = trusted ?? "", Field = field } };

        var answer = await new Served(options: options)
            .Map("GET", "/who", (request, response) => response.TextAsync(request.RemoteEndPoint.ToString()))
            .AnswerAsync("GET /who HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.2\r\n\r\n");

        Assert.EndsWith("\r\n\r\n" + expected, answer, StringComparison.Ordinal);
    }

    private static string Resolve(IReadOnlyList<Hop> hops)
    {
        var (client, isSecure) = Forwarded.Resolve(new IPEndPoint(IPAddress.Loopback, 1), isSecure: false, hops, s_trusted);
        return $"{client} {(isSecure ? "https" : "http")}";
    }
}
