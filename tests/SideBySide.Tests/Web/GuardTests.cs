using System.Net;
using System.Text;

namespace SideBySide.Tests.Web;

/// <summary>Requests of foreign sites to the page's API, in every way that a browser allows, are rejected.</summary>
public sealed class GuardTests(PageHost page) : IClassFixture<PageHost>, IDisposable
{
    private const string Run = """{"experiment": "plain-get", "servers": ["raw"]}""";

    private readonly HttpClient _http = new() { BaseAddress = page.Address };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("POST", "Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)] // another port of this machine
    [InlineData("POST", "Sec-Fetch-Site", "none", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Sec-Fetch-Site", "", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("POST", "Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Origin", "null", HttpStatusCode.Forbidden)] // a sandboxed frame
    [InlineData("POST", "Origin", "http://localhost:1", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Origin", "https://{host}", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Origin", "http://{host}.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("POST", "Origin", "http://{host}", HttpStatusCode.OK)]
    [InlineData("GET", "Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("GET", "Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("GET", "Sec-Fetch-Site", "none", HttpStatusCode.OK)]
    [InlineData("GET", "Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    public async Task Only_the_page_itself_is_answered(string method, string field, string value, HttpStatusCode expected)
    {
        foreach (var path in method == "GET" ? (string[])["/api/servers", "/API/experiments"] : ["/api/runs"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            if (method == "POST")
                request.Content = new StringContent(Run, Encoding.UTF8, "application/json");
            request.Headers.Add(field, value.Replace("{host}", page.Address.Authority, StringComparison.Ordinal));
            using var response = await _http.SendAsync(request, Cancellation);

            Assert.Equal(expected, response.StatusCode);
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("text/plain; application/json")]
    [InlineData(null)]
    public async Task What_a_form_could_send_is_not_taken(string? mediaType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Run));
        if (mediaType is not null)
            Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", mediaType));
        using var response = await _http.PostAsync("/api/runs", content, Cancellation);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        _ = await response.ProblemAsync();
    }

    [Fact]
    public async Task A_preflight_is_promised_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, "/api/runs");
        request.Headers.Add("Origin", "http://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type");
        using var response = await _http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("GET", "/api/runs", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/nowhere", HttpStatusCode.NotFound)]
    [InlineData("DELETE", "/api/experiments", HttpStatusCode.MethodNotAllowed)]
    public async Task What_there_is_not_is_told_as_a_problem(string method, string path, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await _http.SendAsync(request, Cancellation);

        Assert.Equal(expected, response.StatusCode);
        _ = await response.ProblemAsync();
    }

    [Fact]
    public void Listens_on_this_machine_alone() =>
        Assert.True(IPAddress.IsLoopback(IPAddress.Parse(new Uri(SideBySide.Servers.ServerDefinitions.Page.DefaultUrls).Host)));
}
