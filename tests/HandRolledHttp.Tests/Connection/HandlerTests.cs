using HandRolledHttp.Connection;
using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Connection;

/// <summary>Errors of handlers, and text that they copy from a request.</summary>
public sealed class HandlerTests
{
    private const string Get = "GET /bad HTTP/1.1\r\nHost: x\r\n\r\n";

    [Fact]
    public async Task A_handler_that_fails_is_answered_500_without_telling_why()
    {
        var answer = await new Served().Map("GET", "/bad", (_, _) => throw new InvalidOperationException("secret")).AnswerAsync(Get);

        Assert.StartsWith("HTTP/1.1 500 Internal Server Error\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Location", "/x\r\nSet-Cookie: a=b")]
    [InlineData("Location", "/x\n")]
    [InlineData("Location", "/\0")]
    [InlineData("X", "\x7f")]
    [InlineData("A: b\r\nC", "d")]
    [InlineData("", "d")]
    public async Task A_field_cannot_break_out_of_its_line(string name, string value)
    {
        var answer = await new Served().Map("GET", "/bad", (_, response) =>
        {
            Assert.Throws<ArgumentException>(() => response.AddField(name, value));
            return response.TextAsync("safe");
        }).AnswerAsync(Get);

        Assert.Equal(Served.Ok("safe"), answer);
    }

    [Fact]
    public async Task A_content_type_cannot_break_out_of_its_line()
    {
        var answer = await new Served().Map("GET", "/bad", (_, response) =>
        {
            response.ContentType = "text/plain\r\nSet-Cookie: a=b";
            return ValueTask.CompletedTask;
        }).AnswerAsync(Get);

        Assert.StartsWith("HTTP/1.1 500 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length")]
    [InlineData("transfer-encoding")]
    [InlineData("Connection")]
    [InlineData("Date")]
    public async Task The_connections_own_fields_are_not_for_handlers_to_write(string name)
    {
        var answer = await new Served().Map("GET", "/bad", (_, response) =>
        {
            Assert.Throws<ArgumentException>(() => response.AddField(name, "1"));
            return response.TextAsync("safe");
        }).AnswerAsync(Get);

        Assert.Equal(Served.Ok("safe"), answer);
    }

    [Fact]
    public async Task Reset_content_has_a_length_of_zero_and_no_content()
    {
        var answer = await new Served().Map("GET", "/bad", (_, response) => response.StatusAsync(205)).AnswerAsync(Get + Get);
        Assert.Equal(3, answer.Split("Content-Length: 0\r\n\r\n").Length);

        var writes = new Served().Map("GET", "/bad", (_, response) =>
        {
            response.Status = 205;
            return response.TextAsync("content");
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => writes.AnswerAsync(Get));
        Assert.DoesNotContain("content", writes.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_ascii_is_sent_as_utf_8_and_never_cut_down_to_a_byte()
    {
        // The low bytes of these two characters are CR and LF.
        var answer = await new Served().Map("GET", "/bad", (_, response) =>
        {
            response.AddField("X", "\u010d\u010a");
            return ValueTask.CompletedTask;
        }).AnswerAsync(Get);

        Assert.Contains("\r\nX: \xc4\x8d\xc4\x8a\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_promise_of_more_than_is_written_cuts_the_connection()
    {
        var served = new Served().Map("GET", "/bad", (_, response) =>
        {
            response.ContentLength = 5;
            return response.WriteAsync("four"u8.ToArray());
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => served.AnswerAsync(Get));
    }

    [Fact]
    public async Task Unknown_paths_and_methods_get_the_statuses_of_the_contract()
    {
        Assert.StartsWith("HTTP/1.1 404 ", await new Served().AnswerAsync("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404 ", await new Served().AnswerAsync("GET /%2Fa HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains("\r\nAllow: GET, HEAD, OPTIONS\r\n", await new Served().AnswerAsync("PUT /a HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 204 ", await new Served().AnswerAsync("OPTIONS /a HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains("PATCH", await new Served().AnswerAsync("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains("PATCH", await new Served().AnswerAsync("OPTIONS http://x HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("PATCH", await new Served().AnswerAsync("OPTIONS http://x/ HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("PATCH", await new Served().AnswerAsync("OPTIONS http://x? HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await new Served().AnswerAsync("GET http://x HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 501 ", await new Served().AnswerAsync("TRACE /a HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 501 ", await new Served().AnswerAsync("CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 501 ", await new Served().AnswerAsync("get /a HTTP/1.1\r\nHost: x\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_speak_the_clients_language_and_show_nothing_as_it_came()
    {
        var chinese = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(
            await new Served().AnswerAsync("GET / HTTP/1.1\r\nAccept-Language: zh-CN,en;q=0.5\r\nHost: \x1b[31m\r\n\r\n")));

        Assert.Contains("字段值不能包含控制字符。", chinese, StringComparison.Ordinal);
        Assert.Contains("\\x1B", chinese, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', chinese);
    }

    [Fact]
    public async Task Refusals_show_a_request_that_keeps_the_rule()
    {
        Assert.EndsWith(
            "\n  GET / HTTP/1.1\\r\\n\n  Host: localhost\\r\\n\n  \\r\\n\n",
            await new Served().AnswerAsync("GET / HTTP/1.1\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "\n  \\r\\n\n  hello\n",
            await new Served().AnswerAsync("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\n"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terse_refusals_say_their_status_and_nothing_else()
    {
        var served = new Served(options: new HandRolledHttp.Connection.HttpServerOptions { Terse = true });

        Assert.EndsWith("GMT\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", await served.AnswerAsync("GET / HTTP/1.1\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("zh-CN", true)]
    [InlineData("zh-CN,zh;q=0.9,en;q=0.8", true)]
    [InlineData("en-US,en;q=0.9,zh-CN;q=0.8", false)]
    [InlineData("en;q=0.5, zh;q=0.7", true)]
    [InlineData("zh;q=0", false)]
    [InlineData("zh;q=nonsense", false)]
    [InlineData("zh, en", true)]
    [InlineData("en, zh", false)]
    [InlineData("fr", false)]
    [InlineData("zhu", false)]
    [InlineData("*;q=0.5, zh;q=0.1", false)]
    public void The_language_is_the_one_that_is_preferred(string? field, bool chinese) =>
        Assert.Equal(chinese, AcceptLanguage.PrefersChinese(field));
}
