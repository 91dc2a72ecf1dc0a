using System.Text;
using HandRolledHttp.Connection;
using HandRolledHttp.Connection.WebSockets;
using HandRolledHttp.Http1;
using HandRolledHttp.Tests.Connection;
using HandRolledHttp.Web;
using HandRolledHttp.WebSocket;
using RawSocketServer;

namespace HandRolledHttp.Tests.WebSocket;

/// <summary>The opening handshake: the parsed head, and the connection's response.</summary>
public sealed class HandshakeTests
{
    public static TheoryData<string> Names => [.. HandshakeVector.All.Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Accepts_or_rejects(string name)
    {
        var vector = Find(name);
        var (bytes, offset, length) = vector.Decode();
        var parser = new RequestHeadParser(new Limits(), vector.Secure);
        Assert.Equal(ParseResult.Complete(bytes.Length), parser.Parse(bytes));

        var result = Handshake.Judge(bytes, parser.Head, vector.Secure, vector.ToOptions().Allowed);

        var expected = vector.Rejected is { } reason
            ? ParseResult.Rejected(Enum.Parse<RejectionReason>(reason), offset, length)
            : ParseResult.Complete(bytes.Length);
        Assert.Equal(expected, result);
        if (vector.Rejected is null)
            Assert.Equal(vector.Protocol, Handshake.ChooseProtocol(bytes, parser.Head, vector.Supported));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_response_says_so(string name)
    {
        var vector = Find(name);
        if (vector.Secure)
            return; // the transport in memory has no TLS
        var served = new Served(options: new HttpServerOptions { WebSockets = vector.ToOptions() })
            .Map("GET", "/ws/echo", (_, response) => response.WebSocketAsync((_, _) => Task.CompletedTask, protocols: vector.Supported))
            .Map("POST", "/ws/echo", (_, response) => response.WebSocketAsync((_, _) => Task.CompletedTask));
        var answer = await served.AnswerAsync(Encoding.Latin1.GetString(vector.Decode().Bytes));

        if (vector.Rejected is { } reason)
        {
            var status = RejectionText.For(Enum.Parse<RejectionReason>(reason)).Status;
            Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Sec-WebSocket-Accept", answer, StringComparison.Ordinal);
            foreach (var line in new[] { "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Connection: upgrade" })
                Assert.Equal(status == 426, answer.Contains($"\r\n{line}\r\n", StringComparison.Ordinal));
            Assert.DoesNotContain("evil", answer, StringComparison.Ordinal);
            return;
        }

        var protocol = vector.Protocol is { } chosen ? $"Sec-WebSocket-Protocol: {chosen}\r\n" : "";
        Assert.Equal("HTTP/1.1 101 Switching Protocols\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            + "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {vector.Accept}\r\n{protocol}\r\n\x88\x02\x03\xe8", answer);
    }

    [Fact]
    public async Task A_request_goes_on_after_one_that_was_rejected()
    {
        var served = new Served().Map("GET", "/ws/echo", (_, response) => response.WebSocketAsync((_, _) => Task.CompletedTask));
        var answer = await served.AnswerAsync("GET /ws/echo HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 426 Upgrade Required\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nA", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_explains_itself_in_both_languages_unless_it_is_to_be_terse()
    {
        const string Foreign = "Origin: http://evil.example";
        var english = await AskAsync(Foreign, terse: false);
        var chinese = await AskAsync(Foreign + "\r\nAccept-Language: zh", terse: false);
        var terse = await AskAsync(Foreign, terse: true);

        Assert.Contains("Pages of this origin may not open a WebSocket here.\nRule: RFC 6455 §10.2", english, StringComparison.Ordinal);
        Assert.Contains("此来源的网页不能在这里打开 WebSocket。\n依据：RFC 6455 §10.2", chinese, StringComparison.Ordinal);
        Assert.EndsWith("\r\nContent-Length: 0\r\n\r\n", terse, StringComparison.Ordinal);

        static async Task<string> AskAsync(string fields, bool terse)
        {
            var served = new Served(options: new HttpServerOptions { Terse = terse })
                .Map("GET", "/ws", (_, response) => response.WebSocketAsync((_, _) => Task.CompletedTask));
            return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(await served.AnswerAsync(Conversation.OpenWith(fields))));
        }
    }

    [Fact]
    public async Task Fields_of_the_handler_go_out_with_it_and_conditions_do_not_apply()
    {
        var served = new Served().Map("GET", "/ws", (_, response) =>
        {
            response.AddField("Set-Cookie", "a=b");
            return response.WebSocketAsync((_, _) => Task.CompletedTask);
        });
        var answer = await served.AnswerAsync(Conversation.OpenWith("If-None-Match: *"));

        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nSet-Cookie: a=b\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_that_opens_a_WebSocket_has_no_body()
    {
        var served = new Served().Map("GET", "/ws", async (_, response) =>
        {
            await response.WebSocketAsync((_, _) => Task.CompletedTask);
            await response.WriteAsync("body");
        });

        Assert.StartsWith("HTTP/1.1 500 ", await served.AnswerAsync(Conversation.Open), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_WebSocket_is_opened_while_the_server_stops()
    {
        var served = new Served().Map("GET", "/ws", (_, response) => response.WebSocketAsync((_, _) => Task.CompletedTask));
        await served.Transport.StopAsync();

        var answer = await served.AnswerAsync(Conversation.Open);

        Assert.StartsWith("HTTP/1.1 503 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.example")]
    [InlineData("https://a.example, null")]
    [InlineData("https://a.example/")]
    [InlineData("*")]
    public void An_allowed_origin_that_is_none_stops_the_start(string origins)
    {
        var refused = Assert.Throws<StartupException>(() => new WebSocketOptions { AllowedOrigins = origins }.Validate("Http:WebSockets"));
        Assert.Contains("Http:WebSockets:AllowedOrigins", refused.Message, StringComparison.Ordinal);
    }

    private static HandshakeVector Find(string name) => HandshakeVector.All.First(v => v.Name == name);
}
