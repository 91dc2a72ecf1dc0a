using System.Text;
using SideBySide.Http;

namespace SideBySide.Tests.Http;

public sealed class ParsedResponsesTests
{
    private const string Hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    [Fact]
    public void Counts_answers_that_come_one_behind_the_other()
    {
        var answers = Read(Hello + "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n" + Hello);

        Assert.Equal([200, 404, 200], answers.Select(a => a.Status));
        Assert.Equal(["hello", "", "hello"], answers.Select(Body));
        Assert.Equal([0, Hello.Length, Hello.Length + 45], answers.Select(a => a.Offset));
        Assert.All(answers, answer => Assert.True(answer.IsComplete));
    }

    [Fact]
    public void Fields_keep_their_order_and_lose_the_white_space_around_their_values()
    {
        var answer = Assert.Single(Read("HTTP/1.0 200\r\nB:  1 \r\nA: 你\r\ncontent-length: 0\r\n\r\n"));

        Assert.Equal(("HTTP/1.0", "", 200), (answer.Version, answer.Reason, answer.Status));
        Assert.Equal([new("B", "1"), new("A", "你"), new("content-length", "0")], answer.Fields);
    }

    [Theory]
    [InlineData("none", true, "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "")]
    [InlineData("none", true, "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n", "")]
    [InlineData("content-length", true, Hello, "hello")]
    [InlineData("content-length", false, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", "hel")]
    [InlineData("chunked", true, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nT: t\r\n\r\n", "hello")]
    [InlineData("chunked", true, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "")]
    [InlineData("chunked", false, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2", "hel")]
    [InlineData("chunked", false, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello", "hel")]
    [InlineData("until-close", false, "HTTP/1.1 200 OK\r\n\r\nhello", "hello")]
    [InlineData("until-close", false, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: gzip\r\n\r\nhello", "hello")]
    [InlineData("tunnel", true, "HTTP/1.1 101 Switching Protocols\r\n\r\n\0\0", "")]
    [InlineData("unknown", false, "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello", "")]
    [InlineData("unknown", false, "HTTP/1.1 200 OK\r\nContent-Len", "")]
    [InlineData("unknown", false, "HTTP/1.1 200 OK\r\nGarbage\r\n\r\n", "")]
    public void The_end_of_a_body_is_found_by_the_rules_in_their_order(string framing, bool isComplete, string received, string body)
    {
        var answer = Assert.Single(Read(received));

        Assert.Equal((framing, isComplete, body), (answer.Framing, answer.IsComplete, Body(answer)));
    }

    [Fact]
    public void An_answer_without_a_length_ends_with_the_connection() =>
        Assert.True(Assert.Single(Read("HTTP/1.1 200 OK\r\n\r\nhello", ended: true)).IsComplete);

    [Fact]
    public void The_end_of_the_connection_does_not_complete_an_answer_that_told_its_length() =>
        Assert.False(Assert.Single(Read(Hello[..^1], ended: true)).IsComplete);

    [Fact]
    public void An_answer_to_HEAD_has_no_body_and_interim_answers_use_up_no_method()
    {
        var head = Hello[..^5];
        var answers = Read("HTTP/1.1 100 Continue\r\n\r\n" + Hello + head + "HTTP/1.1 103 Early Hints\r\n\r\n" + head + Hello, ["POST", "HEAD", "HEAD", "GET"]);

        Assert.Equal([100, 200, 200, 103, 200, 200], answers.Select(a => a.Status));
        Assert.Equal(["", "hello", "", "", "", "hello"], answers.Select(Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")] // an echo returns this
    [InlineData("HTTP/1.1 20x OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 Low\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK")]
    [InlineData("HTTP/1.1 200 OK\n\n")]
    [InlineData("HTTP/1.1 200OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 \0\r\n\r\n")]
    [InlineData("\x16\x03\x01")]
    public void What_does_not_look_like_HTTP_is_no_answer(string received) => Assert.Empty(Read(received));

    [Fact]
    public void Nothing_is_read_behind_an_answer_that_is_broken() =>
        Assert.Equal([200, 200], Read(Hello + "HTTP/1.1 200 OK\r\n : \r\n\r\n" + Hello).Select(a => a.Status));

    [Fact]
    public void A_cut_at_any_place_never_completes_an_answer_early()
    {
        const string received = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        for (var length = 0; length < received.Length; length++)
            Assert.DoesNotContain(Read(received[..length]), answer => answer.IsComplete);
        Assert.True(Assert.Single(Read(received)).IsComplete);
    }

    private static IReadOnlyList<ParsedResponse> Read(string received, string[]? methods = null, bool ended = false) =>
        ParsedResponses.Read(Encoding.UTF8.GetBytes(received), methods, ended);

    private static string Body(ParsedResponse answer) => Encoding.UTF8.GetString(answer.Body.Span);
}
