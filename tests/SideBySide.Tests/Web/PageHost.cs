using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SideBySide.Capture;
using SideBySide.Servers;

namespace SideBySide.Tests.Web;

/// <summary>The page with all its servers, in this process and on free ports.</summary>
public class PageHost : IAsyncLifetime
{
    private WebApplication? _app;

    public Uri Address => new(_app!.Urls.Single());

    public IServiceProvider Services => _app!.Services;

    /// <summary>The servers' addresses, to compare with the API.</summary>
    public IReadOnlyList<RunningServer> Servers => Services.GetRequiredService<ServerSet>().Servers;

    public async ValueTask InitializeAsync()
    {
        _app = SideBySide.Program.Create(Settings([.. FreePorts.But()]), Configure);
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync(CancellationToken.None); // gracefully, as after Ctrl-C
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Replaces services of the page.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A client with the page's own header fields.</summary>
    public HttpClient Client() => new() { BaseAddress = Address, DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" } } };

    /// <summary>Command-line options as settings, without logs.</summary>
    public static KeyValuePair<string, string?>[] Settings(string[] options) =>
    [
        .. options.Chunk(2).Select(option => KeyValuePair.Create<string, string?>(Setting(option[0]), option[1])),
        KeyValuePair.Create<string, string?>("Logging:LogLevel:Microsoft.Hosting.Lifetime", "None"),
        KeyValuePair.Create<string, string?>("Logging:LogLevel:Default", "None"),
    ];

    private static string Setting(string option) =>
        ServerDefinitions.WithOption.FirstOrDefault(definition => definition.Option == option)?.Setting
            ?? (option == LiveOptions.Option ? LiveOptions.Setting : StepDefinitions.Setting);
}

/// <summary>The page's requests.</summary>
internal static class Asking
{
    public static async Task<HttpResponseMessage> PostJsonAsync(this HttpClient http, string path, string json, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>The events of a stream as they arrive.</summary>
    public static async IAsyncEnumerable<(string Event, JsonElement Data)> EventsAsync(this HttpResponseMessage response)
    {
        Assert.Equal(new MediaTypeHeaderValue("text/event-stream"), response.Content.Headers.ContentType);
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
            yield return (item.EventType, JsonSerializer.Deserialize<JsonElement>(item.Data));
    }

    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        Assert.Contains(problem.GetProperty("detailZh").GetString()!, c => c >= 0x4E00);
        return problem;
    }
}
