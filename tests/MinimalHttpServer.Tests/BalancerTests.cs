using System.Text.Json;

namespace MinimalHttpServer.Tests;

/// <summary>The server behind a load balancer, which the test plays.</summary>
public sealed class BalancerTests
{
    [Theory]
    [InlineData("127.0.0.1", "192.0.2.1:0", true)]
    [InlineData("127.0.0.0/8", "192.0.2.1:0", true)]
    [InlineData("10.0.0.0/8", "127.0.0.1", false)]
    [InlineData("", "127.0.0.1", false)]
    public async Task The_client_is_whom_a_trusted_balancer_tells(string trusted, string remote, bool tls)
    {
        await using var app = Program.Create(["--urls", "http://127.0.0.1:0", "--Forwarded:Trusted", trusted]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.First() + "/whoami");
        request.Headers.Add("X-Forwarded-For", "6.6.6.6, 192.0.2.1");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        var whoami = JsonElement.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(remote, whoami.GetProperty("remote").GetString(), StringComparison.Ordinal);
        Assert.Equal(tls, whoami.GetProperty("tls").GetBoolean());
    }

    [Fact]
    public async Task Two_workers_share_a_port_when_both_ask_for_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux deals connections out.");
        await using var first = Program.Create(["--urls", "http://127.0.0.1:0", "--ReusePort", "true"]);
        await first.StartAsync(TestContext.Current.CancellationToken);
        await using var second = Program.Create(["--urls", first.Urls.First(), "--ReusePort", "true"]);
        await second.StartAsync(TestContext.Current.CancellationToken);
        await first.StopAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient();
        Assert.Equal("Healthy", await client.GetStringAsync(new Uri(second.Urls.First() + "/healthz"), TestContext.Current.CancellationToken));

        await using var third = Program.Create(["--urls", second.Urls.First()]);
        await Assert.ThrowsAsync<IOException>(() => third.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_balancer_that_is_no_address_is_one_sentence()
    {
        var failure = Assert.Throws<ArgumentException>(() => Program.Create(["--Forwarded:Trusted", "balancer"]));

        Assert.Equal(
            "The server cannot start: --Forwarded:Trusted: \"balancer\" is neither an IP address nor a network; write for example 127.0.0.1, 10.0.0.0/8.",
            Startup.Explain(failure));
    }
}
