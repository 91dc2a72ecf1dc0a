using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Connection;

/// <summary>Valid targets without a resource, CONNECT, and statuses that require a field.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData("/caf%E9")]
    [InlineData("/foo%C2%91%91")]
    [InlineData("/%C0%AF")]
    [InlineData("/%E4%BD/x")]
    [InlineData("/%ED%A0%80")]
    [InlineData("/a%FF?q")]
    [InlineData("/x/..%2F..%FF/../a%80")]
    [InlineData("http://x/%80")]
    public async Task A_path_that_is_no_text_names_nothing(string target)
    {
        var served = new Served().Map("GET", "/{**all}", (_, response) => response.TextAsync("found"));

        var answer = await served.AnswerAsync($"GET {target} HTTP/1.1\r\nHost: x\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.EndsWith(Served.Ok("A"), answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("100%", "100%")]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz", "%zz")]
    [InlineData("a%+b", "a% b")]
    [InlineData("%41%", "A%")]
    public async Task A_percent_sign_in_a_query_is_what_browsers_send(string query, string value)
    {
        var served = new Served().Map("GET", "/hello", (request, response) => response.TextAsync(request.Query("name")!));

        Assert.EndsWith($"\r\n\r\n{value}", await served.AnswerAsync($"GET /hello?name={query} HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_behind_CONNECT_is_a_request()
    {
        var answer = await new Served().AnswerAsync("CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\nGET /a HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 501 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Single(answer.Split("HTTP/1.1 "), part => part.Length > 0);
    }

    [Theory]
    [InlineData(206, "Content-Range: bytes 0-0/1")]
    [InlineData(401, "WWW-Authenticate: Basic realm=\"status\"")]
    [InlineData(405, "Allow: GET")]
    [InlineData(407, "Proxy-Authenticate: Basic realm=\"status\"")]
    [InlineData(416, "Content-Range: bytes */0")]
    [InlineData(426, "Upgrade: HTTP/2.0")]
    [InlineData(426, "Connection: upgrade")]
    public async Task A_status_comes_with_the_fields_that_it_asks_for(int status, string line)
    {
        var served = new Served().Map("GET", "/status", (_, response) => response.StatusWithFieldsAsync(status, "GET"));

        Assert.Contains($"\r\n{line}\r\n", await served.AnswerAsync("GET /status HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
    }

    // Leading zeros are digits (RFC 9112 §7.1); too many count against the limits for extensions, in one chunk and in all.
    [Theory]
    [InlineData(4096, 1, true)]
    [InlineData(4200, 1, false)]
    [InlineData(4000, 4, true)]
    [InlineData(4000, 5, false)]
    public async Task Zeros_in_front_of_a_chunk_size_are_bounded(int zeros, int chunks, bool isTaken)
    {
        var body = string.Concat(Enumerable.Repeat($"{new string('0', zeros)}1\r\nx\r\n", chunks)) + "0\r\n\r\n";

        var answer = await new Served().AnswerAsync("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + body);

        Assert.StartsWith(isTaken ? "HTTP/1.1 200 " : "HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }
}
