using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SideBySide.Capture;

namespace SideBySide.Tests.Capture;

public sealed class ReplayTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10); // on a stopped clock: it never ends a wait

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);

    private readonly CancellationTokenSource _late = new(Hang.Guard);

    public ReplayTests() => _server.Start();

    private CancellationToken Cancellation => _late.Token;

    public void Dispose()
    {
        _server.Dispose();
        _late.Dispose();
    }

    [Fact]
    public async Task Waits_for_an_answer_where_the_client_had_waited()
    {
        var recorded = Record((Side.Client, "one"), (Side.Server, "1st"), (Side.Client, "two"), (Side.Server, "2nd"), (Side.Client, null), (Side.Server, null));
        var replaying = ReplayAsync(recorded);
        using (var server = await _server.AcceptSocketAsync(Cancellation))
        {
            Assert.Equal("one", await ReceiveAsync(server)); // and not "onetwo"
            await server.SendAsync("1ST"u8.ToArray(), Cancellation);
            Assert.Equal("two", await ReceiveAsync(server));
            await server.SendAsync("2nd"u8.ToArray(), Cancellation);
            Assert.Equal("", await ReceiveAsync(server));
        }

        var replayed = await replaying;
        Assert.Equal(("1ST2nd", CloseKind.Finished), (Encoding.ASCII.GetString(replayed.Received), replayed.Ending));
        Assert.Equal(["the bytes (6 bytes, not 6) differ from byte 1 on: \"ST2nd\", not \"st2nd\""], ReplayDifference.Between(recorded, replayed).Select(d => d.En));
    }

    [Fact]
    public async Task Answers_of_another_length_are_answers_all_the_same()
    {
        const string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        var recorded = Record((Side.Client, request), (Side.Server, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nDate: a\r\n\r\nyes"), (Side.Client, request), (Side.Server, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"));
        var replaying = ReplayAsync(recorded);
        using (var server = await _server.AcceptSocketAsync(Cancellation))
        {
            for (var i = 0; i < 2; i++)
            {
                Assert.Equal(request, await ReceiveAsync(server));
                await server.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\ny"u8.ToArray(), Cancellation);
            }

            var replayed = await replaying; // it closes by itself
            Assert.Equal(CloseKind.Open, replayed.Ending);
            Assert.Equal(
                [
                    "response 1: Content-Length is \"1\", not \"3\"", "response 1: its body (1 bytes, not 3) differ from byte 1 on: \"\", not \"es\"",
                    "response 2: status 200, not 404", "response 2: Content-Length is \"1\", not \"0\"", "response 2: its body (1 bytes, not 0) differ from byte 0 on: \"y\", not \"\"",
                ],
                ReplayDifference.Between(recorded, replayed).Select(d => d.En));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "")]
    [InlineData("", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n")]
    public async Task Interim_responses_are_no_difference_and_end_no_wait(string then, string now)
    {
        const string request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
        const string response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
        var recorded = Record((Side.Client, request), (Side.Server, then + response), (Side.Client, request), (Side.Server, response));
        var replaying = ReplayAsync(recorded);
        using var server = await _server.AcceptSocketAsync(Cancellation);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(request, await ReceiveAsync(server));
            await server.SendAsync(Encoding.ASCII.GetBytes(i == 0 ? now + response : response), Cancellation);
        }

        Assert.Empty(ReplayDifference.Between(recorded, await replaying));
    }

    [Fact]
    public async Task A_reset_is_replayed_as_a_reset()
    {
        var recorded = new RecordedConnection(1, [Event(Side.Client, RelayEventKind.Bytes, "x"), Event(Side.Client, RelayEventKind.Reset)]);
        var replaying = ReplayAsync(recorded);
        using var server = await _server.AcceptSocketAsync(Cancellation);
        await replaying;

        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await server.ReceiveAsync(new byte[1], Cancellation) > 0)
                continue;
        });
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_a_result()
    {
        var replay = ReplayAsync(Record((Side.Client, "x")), new IPEndPoint(IPAddress.Loopback, FreePort()));

        Assert.Equal(CloseKind.Unreachable, (await replay).Ending);
    }

    [Fact]
    public void Connections_are_told_apart() => Assert.Equal([2L, 1L], new Conversation("", [Event(Side.Client, RelayEventKind.Opened) with { Connection = 2 }, Event(Side.Client, RelayEventKind.Opened)], 0).Connections.Select(c => c.Number));

    private Task<ReplayedConnection> ReplayAsync(RecordedConnection recorded, IPEndPoint? to = null) =>
        new Replay(new ResolvedHost("test", [to ?? (IPEndPoint)_server.LocalEndpoint]), new FakeTimeProvider(), pace: false, s_patience).RunAsync(recorded, Cancellation);

    private static int FreePort()
    {
        using var held = new TcpListener(IPAddress.Loopback, 0);
        held.Start();
        return ((IPEndPoint)held.LocalEndpoint).Port;
    }

    private async Task<string> ReceiveAsync(Socket server)
    {
        var buffer = new byte[1000];
        return Encoding.ASCII.GetString(buffer, 0, await server.ReceiveAsync(buffer, Cancellation));
    }

    // Null: that side has finished.
    private static RecordedConnection Record(params (Side From, string? Text)[] events) =>
        new(1, [.. events.Select(e => Event(e.From, e.Text is null ? RelayEventKind.Finished : RelayEventKind.Bytes, e.Text ?? ""))]);

    private static RelayEvent Event(Side from, RelayEventKind kind, string text = "") => new(1, TimeSpan.Zero, from, kind, Encoding.ASCII.GetBytes(text));
}
