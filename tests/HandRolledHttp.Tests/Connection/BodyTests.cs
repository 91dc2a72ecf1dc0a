using HandRolledHttp.Connection;
using HandRolledHttp.Http1;
using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Connection;

/// <summary>Bodies of requests and responses: read, unread, awaited, too large; of known and unknown length.</summary>
public sealed class BodyTests
{
    private const string Next = "GET /b HTTP/1.1\r\nHost: x\r\n\r\n";
    private static readonly string s_nextAnswer = Served.Ok("B");

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\nA: b\r\n\r\n")]
    public async Task Echoes_and_finds_the_next_request(string framing)
    {
        var answer = await new Served().AnswerAsync($"POST /echo HTTP/1.1\r\nHost: x\r\n{framing}{Next}");

        Assert.Equal($"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello{s_nextAnswer}", answer);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    public async Task A_body_that_no_handler_reads_is_read_away(string framing) =>
        Assert.Equal(Served.Ok("ignored") + s_nextAnswer, await new Served().AnswerAsync($"POST /ignore HTTP/1.1\r\nHost: x\r\n{framing}{Next}"));

    [Fact]
    public async Task A_small_body_that_is_still_on_its_way_is_read_away() =>
        Assert.Equal(Served.Ok("ignored") + s_nextAnswer, await new Served().AnswerAsync(
            "POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe", "llo" + Next));

    [Fact]
    public async Task A_chunked_body_needs_no_room_among_the_fields()
    {
        const string Fields = "Host: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        var options = new HttpServerOptions { Limits = new Limits { FieldSection = 1024 } };
        var filled = $"F: {new string('x', 1024 - Fields.Length - 5)}\r\n";

        var answer = await new Served(options: options).AnswerAsync($"POST /echo HTTP/1.1\r\n{filled}{Fields}5\r\nhello\r\n0\r\n\r\n{Next}");

        Assert.EndsWith($"Content-Length: 5\r\n\r\nhello{s_nextAnswer}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 65537\r\n\r\nhello")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nx\r\n")]
    [InlineData("Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")]
    public async Task Otherwise_the_connection_is_closed_and_the_answer_says_so(string framing)
    {
        var served = new Served();

        Assert.Equal(Served.Ok("ignored", "Connection: close\r\n"), await served.AnswerAsync($"POST /ignore HTTP/1.1\r\nHost: x\r\n{framing}"));
        Assert.True(served.Transport.Lingered);
    }

    [Fact]
    public async Task Says_continue_when_the_handler_reads_and_not_before()
    {
        var served = new Served();
        var run = served.RunAsync();
        served.Transport.Arrive("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        await served.Transport.WaitsAsync();
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", served.Transport.Sent);

        served.Transport.Arrive("ok");
        served.Transport.Finish();
        await run;

        Assert.EndsWith("Content-Length: 2\r\n\r\nok", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_say_continue_when_the_body_is_here_already() =>
        Assert.DoesNotContain(
            "100",
            await new Served().AnswerAsync("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok"),
            StringComparison.Ordinal);

    [Fact]
    public async Task Does_not_say_continue_when_the_answer_is_known() =>
        Assert.StartsWith(
            "HTTP/1.1 404 Not Found\r\n",
            await new Served().AnswerAsync("POST /nowhere HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
            StringComparison.Ordinal);

    // The fuzzer found 100 (Continue) inside the response: the client had sent its body without waiting, in two pieces.
    [Fact]
    public async Task Does_not_say_continue_once_the_body_has_begun()
    {
        var served = new Served().Map("POST", "/counted", (request, response) =>
        {
            response.ContentLength = request.ContentLength;
            return request.Body.CopyToAsync(response);
        });

        var answer = await served.AnswerAsync("POST /counted HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nh", "ello" + Next);

        Assert.Equal($"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello{s_nextAnswer}", answer);
    }

    [Fact]
    public async Task Does_not_say_continue_once_the_answer_has_begun()
    {
        var served = new Served().Map("POST", "/both", FlushAndEchoAsync);

        var answer = await served.AnswerAsync("POST /both HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n", "hello" + Next);

        // The client may send its body after such a response or not, so the connection ends.
        Assert.Equal(
            "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            answer);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nhe", "llo")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhe", "llo\r\n0\r\n\r\n")]
    public async Task An_answer_that_began_before_the_body_was_whole_keeps_the_connection(string begin, string end)
    {
        var served = new Served().Map("POST", "/flush", (_, response) => response.FlushAsync());

        var answer = await served.AnswerAsync($"POST /flush HTTP/1.1\r\nHost: x\r\n{begin}", end + Next);

        Assert.Equal($"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{s_nextAnswer}", answer);
    }

    [Theory]
    [InlineData("Content-Length: 65537\r\n\r\n", "Connection: close\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n10001\r\n", "")] // of unknown length
    public async Task A_rest_that_is_too_long_ends_the_connection_and_an_answer_that_begins_before_it_says_so_when_it_is_known(string framing, string close)
    {
        var served = new Served().Map("POST", "/flush", (_, response) => response.FlushAsync());

        var answer = await served.AnswerAsync(
            $"POST /flush HTTP/1.1\r\nHost: x\r\n{framing}", new string('a', 65537), (framing[0] == 'T' ? "\r\n0\r\n\r\n" : "") + Next);

        Assert.EndsWith($"Transfer-Encoding: chunked\r\n{close}\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.True(served.Transport.Lingered);
    }

    [Fact]
    public async Task Does_not_ask_for_a_body_that_is_too_large()
    {
        var served = new Served(options: new HttpServerOptions { Limits = new Limits { Body = 4 } });

        var answer = await served.AnswerAsync("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 Content Too Large\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_chunked_body_that_grows_too_large()
    {
        var served = new Served(options: new HttpServerOptions { Limits = new Limits { Body = 4 } });

        var answer = await served.AnswerAsync("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 Content Too Large\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("BodyTooLarge", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_malformed_chunk_with_its_place_in_the_message()
    {
        const string head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";

        var answer = await new Served().AnswerAsync(head + "3\r\nabcX\r\n0\r\n\r\n" + Next);

        Assert.Contains($"400 ChunkDataNotTerminated\n", answer, StringComparison.Ordinal);
        Assert.Contains($"At byte: {head.Length + 6}, bytes: X\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(s_nextAnswer, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_offending_bytes_however_much_of_the_body_came_before()
    {
        const string head = "POST /ignore2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        var chunks = string.Concat(Enumerable.Repeat("400\r\n" + new string('z', 1024) + "\r\n", 100));
        var served = new Served().Map("POST", "/ignore2", async (request, _) =>
        {
            while (!(await request.Body.ReadAsync()).IsEmpty)
            {
            }
        });

        var answer = await served.AnswerAsync(head, chunks, "1\r\nz", "?!");

        Assert.Contains($"At byte: {head.Length + chunks.Length + 4}, bytes: ?\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_chunks_when_the_length_is_not_known_and_a_1_0_client_the_close()
    {
        var served = () => new Served().Map("GET", "/stream", async (_, response) =>
        {
            await response.WriteAsync("one"u8.ToArray());
            await response.FlushAsync();
            await response.WriteAsync("two, three"u8.ToArray());
        });

        var chunked = await served().AnswerAsync("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n" + Next);
        Assert.EndsWith("Transfer-Encoding: chunked\r\n\r\n3\r\none\r\na\r\ntwo, three\r\n0\r\n\r\n" + s_nextAnswer, chunked, StringComparison.Ordinal);

        var untilClose = await served().AnswerAsync("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        Assert.EndsWith("GMT\r\nConnection: close\r\n\r\nonetwo, three", untilClose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_has_the_fields_of_get_and_no_body()
    {
        var get = await new Served().AnswerAsync("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
        var head = await new Served().AnswerAsync("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal(get, head + "A");
    }

    [Theory]
    [InlineData(204)]
    [InlineData(304)]
    public async Task A_status_without_a_body_has_no_length(int status)
    {
        var answer = await new Served().Map("GET", "/empty", (_, response) =>
        {
            response.Status = status;
            return ValueTask.CompletedTask;
        }).AnswerAsync("GET /empty HTTP/1.1\r\nHost: x\r\n\r\n" + Next);

        Assert.EndsWith($"08:49:37 GMT\r\n\r\n{s_nextAnswer}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_without_a_phrase_keeps_the_space_before_it()
    {
        var answer = await new Served().Map("GET", "/odd", (_, response) => response.StatusAsync(299)).AnswerAsync("GET /odd HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 299 \r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_body_goes_through_in_both_directions()
    {
        var body = new string('z', 200_000);

        var answer = await new Served().AnswerAsync($"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}{Next}");

        var chunks = answer.Split("\r\n\r\n", 2)[1];
        Assert.Equal(body.Length, chunks.Count(c => c == 'z'));
        Assert.EndsWith(s_nextAnswer, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trailers_can_be_read_but_for_those_that_would_change_the_head()
    {
        var answer = await new Served().Map("POST", "/trailers", async (request, response) =>
        {
            while (!(await request.Body.ReadAsync()).IsEmpty)
                Assert.Empty(request.Body.Trailers);
            await response.TextAsync(string.Join(";", request.Body.Trailers.Select(t => $"{t.Key}={t.Value}")));
        }).AnswerAsync("POST /trailers HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
            + "Digest: 9\r\nhost: evil\r\nContent-Length: 5\r\nAuthorization: x\r\nB: c\r\n\r\n" + Next);

        Assert.Equal(Served.Ok("Digest=9;B=c") + s_nextAnswer, answer);
    }

    private static async ValueTask FlushAndEchoAsync(HttpRequest request, HttpResponse response)
    {
        await response.FlushAsync();
        await request.Body.CopyToAsync(response);
    }
}
