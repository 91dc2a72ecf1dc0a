using HandRolledHttp.Web.Forms;
using TestKit;

namespace HandRolledHttp.Tests.Connection;

/// <summary>A rejected form is explained and logged like any other request, and cookies are read from every line.</summary>
public sealed class FormRejectionTests
{
    [Theory]
    [InlineData("text/plain", "a=b", "415 Unsupported Media Type", "415 FormUnknown")]
    [InlineData(null, "a=b", "415 Unsupported Media Type", "415 FormUnknown")]
    [InlineData("multipart/form-data", "--x--", "400 Bad Request", "400 FormBoundaryInvalid")]
    [InlineData("multipart/form-data; boundary=x", "--x--x", "400 Bad Request", "400 FormDelimiterInvalid")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nX\r\n\r\n\r\n--x--", "400 Bad Request", "400 FormPartHeadInvalid")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nX: y\r\n\r\n\r\n--x--", "400 Bad Request", "400 FormDispositionInvalid")]
    [InlineData(
        "multipart/form-data; boundary=x",
        "--x\r\nContent-Type: a/b; charset=c\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--x--",
        "415 Unsupported Media Type", "415 FormCharsetUnknown")]
    [InlineData(
        "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\u00E9\r\n--x--", "400 Bad Request", "400 FormTextInvalid")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\n", "400 Bad Request", "400 FormIncomplete")]
    public async Task It_says_which_rule_and_logs_it(string? type, string body, string status, string explanation)
    {
        using var log = new LogCapture();
        var served = new Served { Log = log }.Map(
            "POST", "/form", async (request, response) => response.Status = (await request.FormAsync()).Fields.Count + 200);
        var field = type is null ? "" : $"Content-Type: {type}\r\n";

        var answer = await served.AnswerAsync($"POST /form HTTP/1.1\r\nHost: x\r\n{field}Content-Length: {body.Length}\r\n\r\n{body}");

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"\r\n\r\n{explanation}\n\n", answer, StringComparison.Ordinal);
        Assert.Contains("\nRule: RFC ", answer, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.Contains(explanation.Split(' ')[1], StringComparison.Ordinal));
    }

    [Fact]
    public void Every_error_has_a_reason_of_its_own()
    {
        var errors = Enum.GetValues<FormError>().Except([FormError.None]).ToArray();
        Assert.Equal(
            errors.Length,
            errors.Select(error => new FormResult(null, error).Reason).Except([HandRolledHttp.Http1.RejectionReason.None]).Distinct().Count());
    }

    [Theory]
    [InlineData("Cookie: a=1\r\nCookie: visits=3", "3")]
    [InlineData("Cookie: visits=3\r\nCookie: a=1", "3")]
    [InlineData("cookie: a=1\r\nCOOKIE: visits=3\r\nCookie: visits=4", "3")]
    [InlineData("Cookie:\r\nCookie: visits=3", "3")]
    [InlineData("Cookie: a=1;\r\nCookie: visits=3", "3")]
    [InlineData("Cookie: a=1; visits=3, b", "3, b")]
    public async Task Every_line_of_cookies_is_read(string lines, string value)
    {
        var served = new Served().Map("GET", "/cookie", (request, response) =>
        {
            Assert.Equal(request.Field("COOKIE"), request.Field("cookie"));
            return HandRolledHttp.Web.Responses.TextAsync(response, request.Cookie("visits") ?? "none");
        });

        Assert.EndsWith($"\r\n\r\n{value}", await served.AnswerAsync($"GET /cookie HTTP/1.1\r\nHost: x\r\n{lines}\r\n\r\n"), StringComparison.Ordinal);
    }
}
