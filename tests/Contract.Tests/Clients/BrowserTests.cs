using Contract.Tests.Servers;
using Microsoft.Playwright;

namespace Contract.Tests.Clients;

/// <summary>Both servers in a real browser.</summary>
[Trait("kind", "browser")]
public sealed class BrowserTests(ServersFixture servers, Browser browser)
{
    [Theory]
    [EachServer(1000)]
    [EachServer(390)]
    public async Task Loads_the_page_and_shows_it_without_scrolling_sideways(ServerUnderTest server, int width)
    {
        var page = await browser.OpenAsync(width);
        var requested = new List<string>();
        page.Request += (_, request) => requested.Add(new Uri(request.Url).AbsolutePath);
        var answer = await page.GotoAsync(servers[server].Http.ToString());

        Assert.Equal(200, answer!.Status);
        Assert.Contains("一问一答", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        Assert.All(requested, path => Assert.True(path is "/" or "/favicon.ico", path)); // no request to another server
    }

    [Theory, EachServer]
    public async Task Every_link_of_the_page_leads_somewhere(ServerUnderTest server)
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(servers[server].Http.ToString());
        var targets = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a')].map(a => a.getAttribute('href')).filter(h => h.startsWith('/'))");
        Assert.Contains("/files/%E4%BD%A0%E5%A5%BD.txt", targets);
        foreach (var target in targets)
        {
            using var answer = await servers[server].Client.GetAsync(target, TestContext.Current.CancellationToken);
            Assert.Equal(target switch { "/status/418" => 418, "/ws/echo" => 426, _ => 200 }, (int)answer.StatusCode); // an echo requires WebSocket
        }
    }

    [Theory, EachServer]
    public async Task Submits_a_form_with_a_file(ServerUnderTest server)
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(servers[server].Http.ToString());
        await page.FillAsync("input[name=word]", "浏览器 & browser");
        await page.SetInputFilesAsync("input[name=file]", new FilePayload { Name = "点.txt", MimeType = "text/plain", Buffer = new byte[42] });
        await page.ClickAsync("#form button");
        Assert.Equal("""{"fields":{"word":"浏览器 & browser"},"files":[{"field":"file","name":"点.txt","type":"text/plain","size":42}]}""",
            await Answer(page).InnerTextAsync());
    }

    [Theory, EachServer]
    public async Task Gets_back_what_it_posts(ServerUnderTest server)
    {
        var page = await browser.OpenAsync();
        await page.GotoAsync(servers[server].Http.ToString());
        await page.FillAsync("input[name=said]", "Hello, Server!");
        await page.ClickAsync("#echo button");
        Assert.Equal("said=Hello, Server!", (await Answer(page).InnerTextAsync()).Trim());
    }

    [Theory, EachServer]
    public async Task Guesses_the_charset_that_nobody_told_it(ServerUnderTest server)
    {
        // A form sent as text/plain declares no charset, and neither does the echo: the bytes are right, but appear as 乱码.
        var page = await browser.OpenAsync();
        await page.GotoAsync(servers[server].Http.ToString());
        await page.FillAsync("input[name=said]", "你好");
        await page.ClickAsync("#echo button");
        Assert.NotEqual("UTF-8", await Answer(page).EvaluateAsync<string>("element => element.ownerDocument.characterSet"));
        Assert.DoesNotContain("你好", await Answer(page).InnerTextAsync(), StringComparison.Ordinal);
    }

    [Theory, EachServer]
    public async Task Keeps_the_cookie_that_counts_its_visits(ServerUnderTest server)
    {
        var page = await browser.OpenAsync();
        foreach (var expected in new[] { "Visits: 1", "Visits: 2", "Visits: 3" })
        {
            await page.GotoAsync(new Uri(servers[server].Http, "/visits").ToString());
            Assert.Equal(expected, await page.Locator("body").InnerTextAsync());
        }
    }

    // A browser shows text and JSON in a <pre>, and the page itself has none: reading it waits for the response.
    private static ILocator Answer(IPage page) => page.Locator("pre");
}
