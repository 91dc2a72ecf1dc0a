using System.Text;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Tests.Http;

/// <summary>The message and its overhead: each byte is one or the other, or unparsed.</summary>
public sealed class ByteBreakdownTests
{
    [Fact]
    public void To_a_bare_socket_everything_is_the_message()
    {
        var carried = ExchangeBreakdown.Of([Sent("GET / HTTP/1.1\r\n\r\n"), Received("你好")], isHttp: false);
        Assert.Equal(new ByteBreakdown(18, 18, 0), carried.Sent);
        Assert.Equal((6, 6, 0), (carried.Received.Bytes, carried.Received.Content, carried.Received.Protocol));
    }

    [Fact]
    public void In_HTTP_the_content_is_the_message_and_the_rest_protocol()
    {
        const string request = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
        const string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        var carried = ExchangeBreakdown.Of([Sent(request), Sent("hello"), Received(answer + "he"), Received("llo")], isHttp: true);

        Assert.Equal((request.Length + 5, 5, 0, request.Length), Of(carried.Sent));
        Assert.Equal((answer.Length + 5, 5, 0, answer.Length), Of(carried.Received));
    }

    [Fact]
    public void Chunk_sizes_are_protocol()
    {
        const string answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        Assert.Equal((answer.Length, 5, 0, answer.Length - 5), Of(ExchangeBreakdown.Of([Received(answer)], isHttp: true).Received));
    }

    [Fact]
    public void The_answer_to_HEAD_promises_content_and_carries_none()
    {
        var carried = ExchangeBreakdown.Of(
            [Sent("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"), Received("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), new WireEvent(WireEventKind.Ended, default)],
            isHttp: true);
        Assert.Equal((0, 0), (carried.Received.Content, carried.Received.Unparsed));
    }

    [Fact]
    public void A_body_that_the_end_of_the_connection_ends_is_content()
    {
        var carried = ExchangeBreakdown.Of(
            [Sent("GET / HTTP/1.0\r\n\r\n"), Received("HTTP/1.0 200 OK\r\n\r\nhello"), new WireEvent(WireEventKind.Ended, default)],
            isHttp: true);
        Assert.Equal(5, carried.Received.Content);
    }

    [Fact]
    public void What_nobody_made_a_message_of_is_neither()
    {
        Assert.Equal((14, 0), (Http("Hello, Server!").Bytes, Http("Hello, Server!").Content));
        Assert.Equal("st: x\r\n\r\nGET".Length + 1, Http("GET / HTTP/1.1\r\nHo st: x\r\n\r\nGET").Unparsed); // the wrong space, and all bytes after it
    }

    [Fact]
    public void Each_connection_is_read_by_itself()
    {
        WireEvent On(string connection, string text) => Sent(text) with { Connection = connection };
        var carried = ExchangeBreakdown.Of(
            [On("a", "GET / HT"), On("b", "POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 2\r\n\r\nok"), On("a", "TP/1.1\r\nHost: a\r\n\r\n")],
            isHttp: true);
        Assert.Equal((2, 0), (carried.Sent.Content, carried.Sent.Unparsed));
    }

    private static ByteBreakdown Http(string sent) => ExchangeBreakdown.Of([Sent(sent)], isHttp: true).Sent;

    private static (int, int, int, int) Of(ByteBreakdown carried) => (carried.Bytes, carried.Content, carried.Unparsed, carried.Protocol);

    private static WireEvent Sent(string text) => new(WireEventKind.Sent, default, Encoding.UTF8.GetBytes(text));

    private static WireEvent Received(string text) => new(WireEventKind.Received, default, Encoding.UTF8.GetBytes(text));
}
