using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>When the program behind the page is gone, every view says so in the reader's language until it is back.</summary>
[Trait("kind", "browser")]
public sealed class BannerTests(Chromium browser, PageFixture fixture)
{
    [Theory]
    [InlineData("/tour/1", ".send")]
    [InlineData("/experiments/plain-get?on=raw", ".orders button.main")]
    [InlineData("/matrix", ".matrix-head button.main")]
    [InlineData("/steps", ".unmeasured button")]
    [InlineData("/cost", ".cost button.main")]
    [InlineData("/explain", ".examples button")]
    public async Task A_view_says_that_the_host_is_gone_and_that_it_is_back(string view, string asks)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, view);
        visit.ExpectNoHost();
        var page = visit.Page;
        var banner = page.Locator("#gone");
        await WithoutMatrixRunAsync(page);
        await page.Locator(asks).First.WaitForAsync();
        Assert.False(await banner.IsVisibleAsync());
        await page.RouteAsync("**/*", route => route.AbortAsync("connectionrefused"));

        await page.Locator(asks).First.ClickAsync();
        await banner.WaitForAsync();
        Assert.Contains("does not respond", await banner.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main .running").CountAsync());
        Assert.DoesNotContain("Failed to fetch", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.ClickAsync("[data-language=zh]");
        await Assertions.Expect(banner).ToContainTextAsync("没有响应");

        await page.UnrouteAsync("**/*");
        await banner.WaitForAsync(new() { State = WaitForSelectorState.Hidden }); // without a click
    }

    // Another class runs the matrix on the same host meanwhile, and a run hides the button that starts one.
    private static async Task WithoutMatrixRunAsync(IPage page)
    {
        await page.RouteAsync(new Regex("/api/matrix(/running)?$"), route => route.FulfillAsync(new() { Status = 204 }));
        await page.ReloadAsync();
    }
}
