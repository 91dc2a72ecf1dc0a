using System.Globalization;
using System.Text;
using HandRolledHttp.Web.Files;
using Microsoft.Extensions.Time.Testing;

namespace HandRolledHttp.Tests.Web.Files;

public sealed class StaticFilesTests : IDisposable
{
    private const string Digits = "0123456789";

    private static readonly DateTimeOffset s_written = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Folder _folder = new();
    private readonly FakeTimeProvider _time = new(s_written.AddDays(1));

    public StaticFilesTests() => _folder.Write("digits.txt", Digits);

    private static string Tag => $"\"{s_written.UtcTicks:x}-a\"";

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task Sends_a_file_with_its_validators(string method)
    {
        using var answer = Ask("digits.txt", method: method);
        Assert.Equal(200, answer.Status);
        Assert.Equal(10, answer.ContentLength);
        Assert.Equal("Accept-Ranges: bytes|ETag: " + Tag + "|Last-Modified: Sun, 01 Mar 2026 12:00:00 GMT|Content-Type: text/plain; charset=utf-8", Fields(answer));
        Assert.Equal(Digits, await Body(answer));
    }

    [Theory]
    [InlineData(-0.5, "W/")] // written in the future, according to another clock
    [InlineData(0, "W/")]
    [InlineData(0.999, "W/")]
    [InlineData(1, "")]
    public void A_tag_is_weak_until_the_second_of_the_last_write_is_over(double secondsLater, string prefix)
    {
        using var answer = new StaticFiles(_folder.Root, new FakeTimeProvider(s_written.AddSeconds(secondsLater))).Respond(new FileRequest("GET", "digits.txt", _ => null));
        Assert.Contains($"ETag: {prefix}{Tag}|", Fields(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_an_empty_file()
    {
        _folder.Write("empty", "");
        using var answer = Ask("empty");
        Assert.Equal((200, 0), (answer.Status, answer.ContentLength));
        Assert.Contains("Content-Type: application/octet-stream", Fields(answer), StringComparison.Ordinal);
        Assert.Equal("", await Body(answer));
    }

    [Fact]
    public async Task Sends_a_file_larger_than_its_buffer()
    {
        var content = string.Concat(Enumerable.Range(0, 50_000).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        _folder.Write("large.txt", content);
        using var whole = Ask("large.txt");
        Assert.Equal(content, await Body(whole));
        using var part = Ask("large.txt", "Range: bytes=1000-200000");
        Assert.Equal(content[1000..200_001], await Body(part));
    }

    [Fact]
    public async Task Says_nothing_about_what_is_not_there()
    {
        foreach (var path in (string[])["absent", "../secret.txt", ""])
        {
            using var answer = Ask(path);
            Assert.Equal((404, 0, ""), (answer.Status, answer.ContentLength, Fields(answer)));
            Assert.Equal("", await Body(answer));
        }
    }

    [Fact]
    public async Task Sends_one_range_as_it_is()
    {
        using var answer = Ask("digits.txt", "Range: bytes=2-4");
        Assert.Equal((206, 3), (answer.Status, answer.ContentLength));
        Assert.EndsWith("Content-Type: text/plain; charset=utf-8|Content-Range: bytes 2-4/10", Fields(answer), StringComparison.Ordinal);
        Assert.Equal("234", await Body(answer));
    }

    [Fact]
    public async Task Sends_several_ranges_in_parts()
    {
        using var answer = Ask("digits.txt", "Range: bytes=-1,0-1");
        Assert.Equal(206, answer.Status);
        var boundary = Fields(answer).Split("boundary=")[1];
        var body = await Body(answer);
        Assert.Equal(
            $"""
            --{boundary}
            Content-Type: text/plain; charset=utf-8
            Content-Range: bytes 9-9/10

            9
            --{boundary}
            Content-Type: text/plain; charset=utf-8
            Content-Range: bytes 0-1/10

            01
            --{boundary}--

            """.ReplaceLineEndings("\r\n"), body);
        Assert.Equal(body.Length, answer.ContentLength);
        Assert.DoesNotContain("Content-Range", Fields(answer), StringComparison.Ordinal);
    }

    [Theory] // RFC 9110 §15.3.7: a client that sends If-Range already has the other fields
    [InlineData("Range: bytes=2-4\nIf-Range: TAG", "Accept-Ranges|ETag|Content-Range")]
    [InlineData("Range: bytes=2-4\nIf-Range: Sun, 01 Mar 2026 12:00:00 GMT", "Accept-Ranges|ETag|Content-Range")]
    [InlineData("Range: bytes=2-4,6-7\nIf-Range: TAG", "Accept-Ranges|ETag|Content-Type")] // multipart/byteranges
    [InlineData("Range: bytes=2-4", "Accept-Ranges|ETag|Last-Modified|Content-Type|Content-Range")]
    [InlineData("Range: bytes=2-4\nIf-Range: \"old\"", "Accept-Ranges|ETag|Last-Modified|Content-Type")]
    public void A_part_for_If_Range_repeats_nothing_that_its_client_has(string fields, string expected)
    {
        using var answer = Ask("digits.txt", fields.Replace("TAG", Tag, StringComparison.Ordinal));

        Assert.Equal(expected, string.Join('|', answer.Fields.Select(field => field.Key)));
    }

    [Theory]
    [InlineData("Range: bytes=10-", 416)]
    [InlineData("Range: bytes=5-4", 200)]
    [InlineData("Range: bytes=0-1\nIf-Range: \"old\"", 200)]
    [InlineData("Range: bytes=10-\nIf-Range: \"old\"", 200)]
    [InlineData("Range: bytes=0-1\nIf-Range: TAG", 206)]
    [InlineData("Range: bytes=0-1\nIf-Range: Sun, 01 Mar 2026 12:00:00 GMT", 206)]
    [InlineData("Range: bytes=0-1\nIf-None-Match: TAG", 304)] // conditions come before ranges
    [InlineData("Range: bytes=10-\nIf-Match: \"old\"", 412)]
    [InlineData("If-None-Match: TAG", 304)]
    [InlineData("If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT", 304)]
    public void Weighs_conditions_and_ranges(string fields, int status)
    {
        using var answer = Ask("digits.txt", fields.Replace("TAG", Tag, StringComparison.Ordinal));
        Assert.Equal(status, answer.Status);
        if (status == 304)
            Assert.Equal("ETag: " + Tag, Fields(answer));
        if (status == 416)
            Assert.Equal("Content-Range: bytes */10", Fields(answer));
        if (status is 304 or 412 or 416)
            Assert.Equal(0, answer.ContentLength);
    }

    [Fact]
    public void Knows_no_ranges_for_HEAD()
    {
        using var answer = Ask("digits.txt", "Range: bytes=2-4", "HEAD");
        Assert.Equal((200, 10), (answer.Status, answer.ContentLength));
    }

    [Fact]
    public void Never_dates_a_file_in_the_future()
    {
        _folder.Write("tomorrow.txt", "x", s_written.AddDays(2).UtcDateTime);
        using var answer = Ask("tomorrow.txt");
        Assert.Contains("Last-Modified: Mon, 02 Mar 2026 12:00:00 GMT", Fields(answer), StringComparison.Ordinal);
        using var again = Ask("tomorrow.txt", "If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT");
        Assert.Equal(200, again.Status);
    }

    [Fact]
    public async Task Keeps_sending_a_file_whose_name_is_given_to_another()
    {
        using var answer = Ask("digits.txt");
        File.Move(_folder.Write("new.txt", "new"), Path.Combine(_folder.Root, "digits.txt"), overwrite: true);
        Assert.Equal(Digits, await Body(answer));
    }

    [Fact]
    public async Task Breaks_off_when_the_file_became_shorter()
    {
        using var answer = Ask("digits.txt");
        await File.WriteAllTextAsync(Path.Combine(_folder.Root, "digits.txt"), "012", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<EndOfStreamException>(async () => await Body(answer));
    }

    [Fact]
    public void Does_not_wait_for_a_pipe()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder.Root, "pipe"));
        made.WaitForExit();
        using var answer = Ask("pipe");
        Assert.Equal(0, answer.ContentLength);
    }

    [Theory]
    [InlineData("a.HTML", "text/html; charset=utf-8")]
    [InlineData("a.b.css", "text/css; charset=utf-8")]
    [InlineData("a.json", "application/json")]
    [InlineData("a.svg", "image/svg+xml")]
    [InlineData("a.unheard-of", "application/octet-stream")]
    [InlineData("a", "application/octet-stream")]
    public void Knows_media_types_by_extension(string name, string type) => Assert.Equal(type, MediaTypes.Of(name));

    private FileResponse Ask(string path, string fields = "", string method = "GET")
    {
        var values = fields.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(": ")).ToDictionary(l => l[0], l => l[1]);
        return new StaticFiles(_folder.Root, _time).Respond(new FileRequest(method, path, values.GetValueOrDefault));
    }

    private static string Fields(FileResponse answer) => string.Join('|', answer.Fields.Select(f => $"{f.Key}: {f.Value}"));

    private static async Task<string> Body(FileResponse answer)
    {
        var body = new MemoryStream();
        await answer.WriteBodyAsync(bytes => body.WriteAsync(bytes));
        return Encoding.UTF8.GetString(body.ToArray());
    }
}
