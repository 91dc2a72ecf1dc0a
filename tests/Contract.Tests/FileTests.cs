using System.Globalization;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>Static files: media types, validators, conditional requests, ranges, and no file outside their folder.</summary>
public sealed class FileTests(ServersFixture servers)
{
    [Theory]
    [EachServer("hello.txt", "text/plain; charset=utf-8")]
    [EachServer("style.css", "text/css; charset=utf-8")]
    [EachServer("data.json", "application/json")]
    [EachServer("socket.svg", "image/svg+xml")]
    [EachServer("dot.png", "image/png")]
    [EachServer("%E4%BD%A0%E5%A5%BD.txt", "text/plain; charset=utf-8")]
    public async Task A_file_comes_with_its_type_length_and_validators(ServerUnderTest server, string path, string type)
    {
        var file = new FileInfo(Path.Combine(AppContext.BaseDirectory, "site", "files", Uri.UnescapeDataString(path)));
        var ticks = file.LastWriteTimeUtc.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;

        var answer = await GetAsync(server, path);
        Assert.Equal(200, answer.Status);
        Assert.Equal(type, answer["Content-Type"]);
        Assert.Equal(file.Length.ToString(CultureInfo.InvariantCulture), answer["Content-Length"]);
        Assert.Equal($"\"{ticks:x}-{file.Length:x}\"", answer["ETag"]);
        Assert.Equal(file.LastWriteTimeUtc.ToString("R", CultureInfo.InvariantCulture), answer["Last-Modified"]);
        Assert.Equal(await File.ReadAllBytesAsync(file.FullName, TestContext.Current.CancellationToken), answer.Body);
    }

    [Theory]
    [EachServer("If-None-Match: {etag}", 304)]
    [EachServer("If-None-Match: W/{etag}", 304)] // RFC 9110 §13.1.2: compared weakly
    [EachServer("If-None-Match: *", 304)]
    [EachServer("If-None-Match: \"other\", {etag}", 304)]
    [EachServer("If-None-Match: \"other\"", 200)]
    [EachServer("If-Modified-Since: {modified}", 304)]
    [EachServer("If-Modified-Since: Sat, 01 Jan 2000 00:00:00 GMT", 200)]
    [EachServer("If-Modified-Since: yesterday", 200)]
    [EachServer("If-None-Match: \"other\"\r\nIf-Modified-Since: {modified}", 200)] // §13.2.2: only the tag counts
    [EachServer("If-Match: {etag}", 200)]
    [EachServer("If-Match: W/{etag}", 412)] // §13.1.1: compared strongly
    [EachServer("If-Match: \"other\"", 412)]
    [EachServer("If-Unmodified-Since: Sat, 01 Jan 2000 00:00:00 GMT", 412)]
    public async Task A_condition_decides(ServerUnderTest server, string fields, int status)
    {
        var whole = await GetAsync(server, "hello.txt");
        var filled = fields.Replace("{etag}", whole["ETag"], StringComparison.Ordinal).Replace("{modified}", whole["Last-Modified"], StringComparison.Ordinal);
        var answer = await GetAsync(server, "hello.txt", filled);
        Assert.Equal(status, answer.Status);
        if (status == 304)
            Assert.Equal(whole["ETag"], answer["ETag"]);
    }

    // hello.txt is "Hello from a file.\n", 19 bytes.
    [Theory]
    [EachServer("Range: bytes=0-4", 206, "bytes 0-4/19", "Hello")]
    [EachServer("Range: bytes=6-", 206, "bytes 6-18/19", "from a file.\n")]
    [EachServer("Range: bytes=-6", 206, "bytes 13-18/19", "file.\n")]
    [EachServer("Range: bytes=6-999", 206, "bytes 6-18/19", "from a file.\n")]
    [EachServer("Range: bytes=19-", 416, "bytes */19", null)]
    [EachServer("Range: bytes=4-2", 200, null, "Hello from a file.\n")]
    [EachServer("Range: bytes=0-4\r\nIf-Range: {etag}", 206, "bytes 0-4/19", "Hello")]
    [EachServer("Range: bytes=0-4\r\nIf-Range: \"other\"", 200, null, "Hello from a file.\n")]
    public async Task A_range_is_a_part_or_refused_or_ignored(ServerUnderTest server, string fields, int status, string? range, string? body)
    {
        var whole = await GetAsync(server, "hello.txt");
        Assert.Equal("bytes", whole["Accept-Ranges"]);
        var answer = await GetAsync(server, "hello.txt", fields.Replace("{etag}", whole["ETag"], StringComparison.Ordinal));
        Assert.Equal(status, answer.Status);
        Assert.Equal(range, answer["Content-Range"]);
        if (body is not null)
            Assert.Equal(body, answer.Text);
    }

    [Theory]
    [EachServer("/files/absent.txt")]
    [EachServer("/files/")]
    [EachServer("/files")]
    [EachServer("/files/..%2findex.html")]
    [EachServer("/files/..%5cindex.html")]
    [EachServer("/files/%2e%2e/index.html")]
    [EachServer("/files/../index.html")]
    [EachServer("/files/../../../../../../../../../../etc/passwd")]
    [EachServer("/files/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [EachServer("/files//etc/passwd")]
    [EachServer("/files/hello.txt/")]
    public async Task Nothing_outside_or_absent_is_found(ServerUnderTest server, string target)
    {
        var answer = await servers[server].AskAsync($"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.Equal(404, answer.Status);
    }

    private Task<Answer> GetAsync(ServerUnderTest server, string path, string fields = "X-None: 1") =>
        servers[server].AskAsync($"GET /files/{path} HTTP/1.1\r\nHost: a\r\n{fields}\r\n\r\n");
}
