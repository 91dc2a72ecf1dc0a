using System.Net.Sockets;
using HandRolledHttp.Web;
using Microsoft.Extensions.Logging;
using TestKit;

namespace HandRolledHttp.Tests.Connection;

/// <summary>A handler's failure of any type is logged and gets a response; a failure of the connection does not.</summary>
public sealed class HandlerFailureTests
{
    private const string A = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
    private const string Bad = "GET /bad HTTP/1.1\r\nHost: x\r\n\r\n";

    private readonly LogCapture _log = new();

    public static TheoryData<string> Kinds => [.. s_failures.Keys];

    private static readonly Dictionary<string, Func<Exception>> s_failures = new()
    {
        ["FileNotFound"] = () => new FileNotFoundException("secret"),
        ["DirectoryNotFound"] = () => new DirectoryNotFoundException("secret"),
        ["EndOfStream"] = () => new EndOfStreamException("secret"),
        ["IOException"] = () => new IOException("secret", new SocketException((int)SocketError.ConnectionReset)),
        ["SocketException"] = () => new SocketException((int)SocketError.ConnectionRefused),
        ["ObjectDisposed"] = () => new ObjectDisposedException("secret"),
        ["Canceled"] = () => new OperationCanceledException("secret"),
        ["TaskCanceled"] = () => new TaskCanceledException("secret", new TimeoutException()),
        ["CanceledByItsOwnToken"] = () => new OperationCanceledException(new CancellationToken(canceled: true)),
        ["Aggregate"] = () => new AggregateException(new IOException("secret"), new OperationCanceledException()),
        ["Timeout"] = () => new TimeoutException("secret"),
        ["InvalidOperation"] = () => new InvalidOperationException("secret"),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_answered_500_behind_the_responses_that_were_finished(string kind)
    {
        foreach (var handler in Throwing(s_failures[kind]))
        {
            var answer = await new Served { Log = _log }.Map("GET", "/bad", handler).AnswerAsync(A + Bad);

            Assert.StartsWith(Served.Ok("A") + "HTTP/1.1 500 Internal Server Error\r\n", answer, StringComparison.Ordinal);
            Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        }

        Assert.Equal(Throwing(s_failures[kind]).Length, _log.Entries.Count(entry => entry.Level == LogLevel.Error));
    }

    [Fact]
    public async Task A_client_that_goes_away_in_a_body_is_no_failure_of_the_handler()
    {
        await new Served { Log = _log }.AnswerAsync("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhe");

        Assert.DoesNotContain(_log.Entries, entry => entry.Level >= LogLevel.Information);
    }

    // At once, after a wait, after writing, and after reading part of the body.
    private static RequestHandler[] Throwing(Func<Exception> failure) =>
    [
        (_, _) => throw failure(),
        (_, _) => ValueTask.FromException(failure()),
        async (_, _) =>
        {
            await Task.Yield();
            throw failure();
        },
        async (_, response) =>
        {
            response.Status = 201;
            response.AddField("X-Secret", "secret");
            await response.TextAsync("secret");
            throw failure();
        },
        async (request, _) =>
        {
            await request.Body.ReadAsync();
            throw failure();
        },
    ];
}
