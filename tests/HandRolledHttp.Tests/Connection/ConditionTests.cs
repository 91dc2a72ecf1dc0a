using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Connection;

/// <summary>Conditions on routes that do not evaluate them: against the validators in the handler's response, and before a change.</summary>
public sealed class ConditionTests
{
    private const string Get = "GET /page HTTP/1.1\r\nHost: x\r\n";
    private const string Date = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    [Theory]
    [InlineData("If-None-Match: \"v1\"")]
    [InlineData("If-None-Match: W/\"v1\", \"v0\"")]
    [InlineData("If-Modified-Since: Sat, 05 Nov 1994 00:00:00 GMT")]
    public async Task What_the_client_has_is_not_sent_again_and_the_answer_keeps_what_caches_need(string condition) =>
        Assert.Equal($"HTTP/1.1 304 Not Modified\r\n{Date}ETag: \"v1\"\r\nVary: Cookie\r\n\r\n", await Page().AnswerAsync($"{Get}{condition}\r\n\r\n"));

    [Theory]
    [InlineData("If-Match: \"v0\"")]
    [InlineData("If-Unmodified-Since: Fri, 04 Nov 1994 00:00:00 GMT")]
    public async Task What_is_not_the_state_that_was_asked_for_is_not_sent(string condition) =>
        Assert.Equal($"HTTP/1.1 412 Precondition Failed\r\n{Date}Content-Length: 0\r\n\r\n", await Page().AnswerAsync($"{Get}{condition}\r\n\r\n"));

    [Theory]
    [InlineData("If-Match: \"v1\"")]
    [InlineData("If-None-Match: \"v0\"")]
    [InlineData("If-Modified-Since: Fri, 04 Nov 1994 00:00:00 GMT")]
    [InlineData("If-Modified-Since: Sat, 05 Nov 1994 00:00:00 GMT\r\nIf-Modified-Since: Sat, 05 Nov 1994 00:00:00 GMT")] // §13.1.3: several dates are ignored
    [InlineData("If-Unmodified-Since: Fri, 04 Nov 1994 00:00:00 GMT\r\nIf-Unmodified-Since: Fri, 04 Nov 1994 00:00:00 GMT")] // §13.1.4
    public async Task Otherwise_it_is(string condition) =>
        Assert.EndsWith("\r\n\r\npage", await Page().AnswerAsync($"{Get}{condition}\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("If-Match: \"v1\"", "Content-Length: 3\r\n\r\nnew", false)] // only the handler of GET knows the tag
    [InlineData("If-None-Match: *", "Content-Length: 3\r\n\r\nnew", false)]
    [InlineData("If-None-Match: *", "Transfer-Encoding: chunked\r\n\r\n3\r\nnew\r\n0\r\n\r\n", false)]
    [InlineData("If-Match: *", "Content-Length: 3\r\n\r\nnew", true)]
    [InlineData("If-None-Match: \"v0\"", "Content-Length: 3\r\n\r\nnew", true)]
    public async Task A_change_is_made_only_when_the_condition_holds(string condition, string framing, bool holds)
    {
        var state = "old";
        var served = Page().Map("POST", "/page", async (request, response) =>
        {
            var content = await request.Body.ReadAsync();
            state = System.Text.Encoding.ASCII.GetString(content.Span);
            await response.TextAsync("changed");
        });

        var answer = await served.AnswerAsync($"POST /page HTTP/1.1\r\nHost: x\r\n{condition}\r\n{framing}");

        Assert.Equal(holds ? "new" : "old", state);
        Assert.StartsWith(holds ? "HTTP/1.1 200 " : "HTTP/1.1 412 ", answer, StringComparison.Ordinal);
        Assert.Equal(!holds, answer.Contains("412 PreconditionFailed\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_answers_before_it_reads_is_stopped_there()
    {
        var read = false;
        var served = new Served().Map("POST", "/early", async (request, response) =>
        {
            await response.FlushAsync();
            read = true;
        });

        var answer = await served.AnswerAsync("POST /early HTTP/1.1\r\nHost: x\r\nIf-Match: *\r\nContent-Length: 3\r\n\r\nnew");

        Assert.StartsWith("HTTP/1.1 412 Precondition Failed\r\n", answer, StringComparison.Ordinal);
        Assert.False(read);
    }

    private static Served Page() => new Served().Map("GET", "/page", (_, response) =>
    {
        response.AddField("ETag", "\"v1\"");
        response.AddField("Last-Modified", "Sat, 05 Nov 1994 00:00:00 GMT");
        response.AddField("Vary", "Cookie");
        response.AddField("Content-Language", "en");
        return response.TextAsync("page");
    });
}
