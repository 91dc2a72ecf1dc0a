using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HandRolledHttp.Http1;
using SideBySide.Http;

namespace SideBySide.Tests.Web;

/// <summary>The API returns every file that the page names, and no other.</summary>
public sealed class SourceRouteTests(PageHost page) : IClassFixture<PageHost>, IDisposable
{
    private readonly HttpClient _http = page.Client();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Every_file_that_is_named_can_be_read_as_it_is()
    {
        var steps = await _http.GetFromJsonAsync<JsonElement>("/api/steps", Cancellation);
        var named = Enum.GetValues<RejectionReason>()
            .SelectMany(reason => Enum.GetValues<MessagePart>().SelectMany(where => RejectionSources.Of(reason, where)).Select(PathOf))
            .Concat(typeof(GrammarRule).GetProperties()
                .Where(property => property.PropertyType == typeof(GrammarRule))
                .Select(property => PathOf(((GrammarRule)property.GetValue(null)!).Source)))
            .Where(path => path.Length > 0)
            .Concat(steps.GetProperty("steps").EnumerateArray()
                .SelectMany(step => step.GetProperty("files").EnumerateArray())
                .Select(file => file.GetString()!))
            .Distinct().ToArray();

        Assert.InRange(named.Length, 40, 400);
        foreach (var path in named)
        {
            var source = await _http.GetFromJsonAsync<JsonElement>($"/api/source?path={path}", Cancellation);
            Assert.Equal(path, source.GetProperty("path").GetString());
            Assert.Equal(
                (await File.ReadAllTextAsync(Path.Combine(Repository.Root, path), Cancellation)).ReplaceLineEndings("\n"),
                source.GetProperty("text").GetString());
        }
    }

    private static string PathOf(string place) => place.Split(':')[0];

    [Theory]
    [InlineData("")]
    [InlineData("?path=")]
    [InlineData("?path=/etc/passwd")]
    [InlineData("?path=../../../../etc/passwd")]
    [InlineData("?path=HandRolledHttp/../../../etc/passwd")]
    [InlineData("?path=HandRolledHttp/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("?path=HandRolledHttp/Http1/")]
    [InlineData("?path=handrolledhttp/http1/requestline.cs")]
    [InlineData("?path=HandRolledHttp/Http1/RequestLine.cs%00")]
    [InlineData("?path=HandRolledHttp%5CHttp1%5CRequestLine.cs")]
    [InlineData("?path=SideBySide/appsettings.json")]
    [InlineData("?path=SideBySide/Program.cs")]
    public async Task Nothing_else_can_be_read(string query)
    {
        using var response = await _http.GetAsync("/api/source" + query, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        _ = await response.ProblemAsync();
    }

    [Fact]
    public async Task The_steps_is_measured()
    {
        var steps = (await _http.GetFromJsonAsync<JsonElement>("/api/steps", Cancellation)).GetProperty("steps").EnumerateArray().ToArray();

        Assert.Equal(
            ["step1", "step2", "step3", "step4", "step5", "handrolled", "listener", "minimal"],
            steps.Select(step => step.GetProperty("id").GetString()!));
        var lines = steps.Select(step => step.GetProperty("lines").GetInt32()).ToArray();
        Assert.Equal(lines[..6].Order(), lines[..6]);
        Assert.All(steps, step => Assert.NotEmpty(step.GetProperty("breaks").GetProperty("zh").GetString()!));
    }
}
