using System.Net;

namespace MinimalHttpServer.Tests;

public sealed class DrainingTests
{
    [Fact]
    public async Task Health_turns_once_the_server_is_asked_to_stop()
    {
        await using var app = Program.Create(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None"]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Equal("Healthy", await client.GetStringAsync("/healthz", TestContext.Current.CancellationToken));

        app.Lifetime.StopApplication(); // announces the shutdown; nothing is closed yet
        using var answer = await client.GetAsync("/healthz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("Draining", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
