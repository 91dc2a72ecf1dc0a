using HandRolledHttp.Web;

namespace HandRolledHttp.Tests.Connection;

/// <summary>After its head is sent, a response must match the head.</summary>
public sealed class StartedResponseTests
{
    private const string Get = "GET /late HTTP/1.1\r\nHost: x\r\n\r\n";

    private static readonly Dictionary<string, Action<HttpResponse>> s_changes = new()
    {
        ["Status"] = response => response.Status = 404,
        ["ContentType"] = response => response.ContentType = "text/html",
        ["ContentLength"] = response => response.ContentLength = 10,
        ["ContentLength, not known"] = response => response.ContentLength = null,
        ["AddField"] = response => response.AddField("X", "y"),
    };

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task It_cannot_be_changed(string change)
    {
        foreach (var begin in new Func<HttpResponse, ValueTask>[]
        {
            async response =>
            {
                response.ContentLength = 5;
                await response.WriteAsync("12345");
            },
            async response =>
            {
                response.ContentLength = 5;
                await response.WriteAsync("12345");
                await response.FlushAsync();
            },
            async response =>
            {
                await response.WriteAsync("12345");
                await response.FlushAsync();
            },
            response => response.WriteAsync(new byte[9000]),
        })
        {
            var changed = new TaskCompletionSource<Exception?>();
            var served = new Served().Map("GET", "/late", async (_, response) =>
            {
                await begin(response);
                changed.SetResult(Record.Exception(() => s_changes[change](response)));
            });

            await served.AnswerAsync(Get);

            Assert.IsType<InvalidOperationException>(await changed.Task);
        }
    }

    [Fact]
    public async Task A_length_that_changes_leaves_no_stray_bytes()
    {
        var served = new Served().Map("GET", "/late", async (_, response) =>
        {
            response.ContentLength = 5;
            await response.WriteAsync("12345");
            await response.FlushAsync();
            response.ContentLength = 10;
            await response.WriteAsync("67890");
        });

        await Assert.ThrowsAsync<InvalidOperationException>(() => served.AnswerAsync(Get + "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"));

        Assert.EndsWith("\r\n\r\n12345", served.Transport.Sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task A_length_is_never_negative(long length)
    {
        var served = new Served().Map("GET", "/late", (_, response) =>
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => response.ContentLength = length);
            return response.TextAsync("safe");
        });

        Assert.Equal(Served.Ok("safe"), await served.AnswerAsync(Get));
    }

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("content-type")]
    public async Task There_is_one_media_type(string name)
    {
        var served = new Served().Map("GET", "/late", async (_, response) =>
        {
            response.ContentType = "text/html";
            response.AddField(name, "text/plain");
            await response.WriteAsync("x");
        });

        var answer = await served.AnswerAsync(Get);

        Assert.Single(answer.Split("\r\n"), line => line.StartsWith("content-type:", StringComparison.OrdinalIgnoreCase));
    }
}
