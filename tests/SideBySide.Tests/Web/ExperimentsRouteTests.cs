using System.Net.Http.Json;
using System.Text.Json;
using SideBySide.Tests.Experiments;

namespace SideBySide.Tests.Web;

/// <summary>The catalogue in the page's API.</summary>
public sealed class ExperimentsRouteTests(PageHost page) : IClassFixture<PageHost>, IDisposable
{
    private readonly HttpClient _http = page.Client();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Every_experiment_is_there_with_all_that_the_page_shows()
    {
        var catalogue = await _http.GetFromJsonAsync<JsonElement>("/api/experiments", TestContext.Current.CancellationToken);

        var experiments = catalogue.GetProperty("experiments").EnumerateArray().ToArray();
        var groups = catalogue.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("id").GetString()).ToArray();
        Assert.Equal(
            MatrixFixture.Catalogue.All.Select(experiment => experiment.Id),
            experiments.Select(experiment => experiment.GetProperty("id").GetString()!));
        Assert.All(experiments, experiment =>
        {
            Assert.Contains(experiment.GetProperty("group").GetString(), groups);
            Assert.NotEmpty(experiment.GetProperty("title").GetProperty("zh").GetString()!);
            Assert.NotEmpty(experiment.GetProperty("servers").EnumerateArray());
            Assert.All(
                experiment.GetProperty("servers").EnumerateArray(),
                id => Assert.True(experiment.GetProperty("expect").TryGetProperty(id.GetString()!, out _)));
        });

        var plain = experiments.Single(experiment => experiment.GetProperty("id").GetString() == "plain-get");
        Assert.StartsWith(
            "GET /hello?name=Server HTTP/1.1\\r\\n\nHost: {authority}\\r\\n\n\\r\\n\n⟨await answer",
            plain.GetProperty("script").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("echo", plain.GetProperty("expect").GetProperty("raw").GetProperty("en").GetString());
        Assert.Equal("200, body \"Hello, Server!\"", plain.GetProperty("verdicts").GetProperty("allowed")[0].GetProperty("en").GetString());
        Assert.Equal("tcp", plain.GetProperty("over").GetString());
        Assert.Equal("dotnet run --project SideBySide -- run plain-get", plain.GetProperty("command").GetString());
        Assert.Equal(["send", "await"], plain.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("kind").GetString()!));
    }
}
