using Contract.Tests.Clients;

namespace Contract.Tests.Page;

/// <summary>Language and theme: they can be switched at any time, and the page remembers them.</summary>
[Trait("kind", "browser")]
public sealed class SwitchTests(Browser browser, PageFixture fixture)
{
    [Fact]
    public async Task The_language_is_switched_at_once_and_remembered()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/", language: null, theme: null);
        var page = visit.Page;
        Assert.Equal("en", await page.Locator("html").GetAttributeAsync("lang"));
        await page.ClickAsync("[data-language=zh]");
        await page.GetByText("开始导览").WaitForAsync();
        Assert.Equal("zh-CN", await page.Locator("html").GetAttributeAsync("lang"));
        await page.ReloadAsync();
        await page.GetByText("开始导览").WaitForAsync();
    }

    [Fact]
    public async Task What_was_observed_stays_when_the_language_changes()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/plain-get?on=handrolled,minimal");
        var page = visit.Page;
        await page.ClickAsync(".orders button.main");
        await page.Locator(".comparison").WaitForAsync();
        await page.ClickAsync("[data-language=zh]");
        await page.GetByText("响应 200。").First.WaitForAsync();
        Assert.Equal(2, await page.Locator(".server-column .event.received").CountAsync());
    }

    [Fact]
    public async Task The_theme_is_switched_at_once_and_remembered()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/", theme: null);
        var page = visit.Page;
        var light = await Paper(page);
        await page.ClickAsync("[data-theme-choice=dark]");
        var dark = await Paper(page);
        Assert.NotEqual(light, dark);
        await page.ReloadAsync();
        await page.Locator("main h1").WaitForAsync();
        Assert.Equal(dark, await Paper(page));
    }

    private static Task<string> Paper(Microsoft.Playwright.IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
