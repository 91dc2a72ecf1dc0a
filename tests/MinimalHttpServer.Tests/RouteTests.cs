using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace MinimalHttpServer.Tests;

/// <summary>All routes through ASP.NET Core's own test host. The contract tests check the bytes on the wire.</summary>
public sealed class RouteTests(RouteTests.Server server) : IClassFixture<RouteTests.Server>
{
    private readonly HttpClient _client = server.CreateClient();

    public sealed class Server : WebApplicationFactory<Program>
    {
        public Server()
        {
            UseKestrel(); // the in-memory server has no addresses, and /whoami returns them
            ClientOptions.HandleCookies = false; // each test has its own
        }

        // Set before the program begins: UseKestrel would set a port during the start, and sometimes too late.
        protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.UseUrls("http://127.0.0.1:0");
    }

    [Fact]
    public async Task Index_is_the_sites_page()
    {
        using var answer = await GetAsync("/");
        Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(await File.ReadAllBytesAsync(Site("index.html"), Token), await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("/hello", "Hello, World!")]
    [InlineData("/hello?name=", "Hello, World!")]
    [InlineData("/hello?name=Ada", "Hello, Ada!")]
    [InlineData("/hello?name=%E4%BD%A0%E5%A5%BD", "Hello, 你好!")]
    public async Task Hello_greets_by_name(string target, string body)
    {
        using var answer = await GetAsync(target);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Echo_sends_the_body_and_its_type_back()
    {
        using var content = new ByteArrayContent([0, 255, 13, 10]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-thing");
        using var answer = await _client.PostAsync("/echo", content, Token);
        Assert.Equal("application/x-thing", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(4, answer.Content.Headers.ContentLength);
        Assert.Equal(new byte[] { 0, 255, 13, 10 }, await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task Headers_are_told_in_lower_case_and_in_order()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/headers");
        request.Headers.Host = "example.test";
        request.Headers.Add("X-Two", "a");
        request.Headers.Add("B-One", "c");
        using var answer = await _client.SendAsync(request, Token);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal("""{"b-one":"c","host":"example.test","x-two":"a"}""", await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Whoami_tells_the_request_as_it_came()
    {
        using var answer = await GetAsync("/whoami?a=%20b");
        var body = await answer.Content.ReadAsStringAsync(Token);
        Assert.Matches("""
            ^{"method":"GET","target":"/whoami\?a=%20b","host":"[^"]+","version":"HTTP/1.1",
            """ + """
            "remote":"[^"]+:\d+","local":"[^"]+:\d+","tls":false,"fields":\[{"name":"Host","value":"[^"]+"}\]}$
            """, body);
    }

    [Theory]
    [InlineData("200", 200)]
    [InlineData("204", 204)]
    [InlineData("404", 404)]
    [InlineData("599", 599)]
    [InlineData("199", 400)]
    [InlineData("600", 400)]
    [InlineData("teapot", 400)]
    public async Task Status_is_the_one_asked_for(string code, int status)
    {
        using var answer = await _client.GetAsync($"/status/{code}", Token);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData("/stream/3", HttpStatusCode.OK, "line 1\nline 2\nline 3\n")]
    [InlineData("/stream/0", HttpStatusCode.BadRequest, "")]
    [InlineData("/stream/1001", HttpStatusCode.BadRequest, "")]
    [InlineData("/stream/x", HttpStatusCode.BadRequest, "")]
    [InlineData("/delay/0.05", HttpStatusCode.OK, "Waited 0.05 s.")]
    [InlineData("/delay/-1", HttpStatusCode.BadRequest, "")]
    [InlineData("/delay/10.5", HttpStatusCode.BadRequest, "")]
    [InlineData("/delay/NaN", HttpStatusCode.BadRequest, "")]
    [InlineData("/delay/soon", HttpStatusCode.BadRequest, "")]
    [InlineData("/files/", HttpStatusCode.NotFound, "")]
    [InlineData("/files/absent.txt", HttpStatusCode.NotFound, "")]
    [InlineData("/files/..%2findex.html", HttpStatusCode.NotFound, "")]
    [InlineData("/nowhere", HttpStatusCode.NotFound, "")]
    [InlineData("/ws/echo", HttpStatusCode.UpgradeRequired, "")]
    [InlineData("/healthz", HttpStatusCode.OK, "Healthy")]
    public async Task Get_answers(string target, HttpStatusCode status, string body)
    {
        using var answer = await _client.GetAsync(target, Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(body, await answer.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Form_is_taken_apart()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("一"), "word" },
            { new StringContent("two"), "word" },
            { new StringContent("3"), "number" },
            { new ByteArrayContent(new byte[7]) { Headers = { ContentType = new("image/png") } }, "file", "dot.png" },
        };
        using var answer = await _client.PostAsync("/form", form, Token);
        Assert.Equal("""{"fields":{"word":["一","two"],"number":"3"},"files":[{"field":"file","name":"dot.png","type":"image/png","size":7}]}""",
            await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("text/plain", "a=b", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nnonsense", HttpStatusCode.BadRequest)]
    public async Task What_is_no_form_is_refused(string type, string body, HttpStatusCode status)
    {
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await _client.PostAsync("/form", content, Token);
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
    }

    [Theory]
    [InlineData(null, 1)]
    [InlineData("visits=2", 3)]
    [InlineData("visits=many", 1)]
    [InlineData("visits=-5", 1)]
    [InlineData("visits=99999999999999999999", 1)]
    public async Task Visits_counts_from_the_cookie(string? cookie, int visits)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/visits");
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        using var answer = await _client.SendAsync(request, Token);
        Assert.Equal($"Visits: {visits}", await answer.Content.ReadAsStringAsync(Token));
        Assert.Equal([$"visits={visits}; path=/; samesite=lax; httponly"], answer.Headers.GetValues("Set-Cookie"));
    }

    [Fact]
    public async Task A_file_has_a_validator_and_ranges()
    {
        using var whole = await GetAsync("/files/hello.txt");
        var file = new FileInfo(Site("files/hello.txt"));
        var ticks = file.LastWriteTimeUtc.Ticks - (file.LastWriteTimeUtc.Ticks % TimeSpan.TicksPerSecond);
        Assert.Equal($"\"{ticks:x}-{file.Length:x}\"", whole.Headers.ETag!.ToString());
        Assert.Equal("text/plain; charset=utf-8", whole.Content.Headers.ContentType!.ToString());

        using var again = new HttpRequestMessage(HttpMethod.Get, "/files/hello.txt") { Headers = { IfNoneMatch = { whole.Headers.ETag } } };
        using var unchanged = await _client.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        using var some = new HttpRequestMessage(HttpMethod.Get, "/files/hello.txt") { Headers = { Range = new RangeHeaderValue(0, 4) } };
        using var part = await _client.SendAsync(some, Token);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("Hello", await part.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("HEAD", "/hello", 200, null)]
    [InlineData("OPTIONS", "/hello", 204, "GET, HEAD, OPTIONS")]
    [InlineData("OPTIONS", "/echo", 204, "OPTIONS, POST")]
    [InlineData("POST", "/hello", 405, "GET, HEAD, OPTIONS")]
    [InlineData("GET", "/echo", 405, "OPTIONS, POST")]
    [InlineData("OPTIONS", "/nowhere", 404, null)]
    [InlineData("BREW", "/hello", 501, null)]
    public async Task A_method_gets_what_http_says_of_it(string method, string target, int status, string? allow)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), target);
        using var answer = await _client.SendAsync(request, Token);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(allow, answer.Content.Headers.Allow.Count == 0 ? null : string.Join(", ", answer.Content.Headers.Allow));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Token));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Site(string path) => Path.Combine(AppContext.BaseDirectory, "site", path);

    private async Task<HttpResponseMessage> GetAsync(string target)
    {
        var answer = await _client.GetAsync(target, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }
}
