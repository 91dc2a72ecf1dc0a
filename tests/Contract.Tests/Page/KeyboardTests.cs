using Contract.Tests.Clients;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>The page with the keyboard only.</summary>
[Trait("kind", "browser")]
public sealed class KeyboardTests(Browser browser, PageFixture fixture)
{
    [Fact]
    public async Task The_first_tab_skips_to_the_content()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/");
        await visit.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await Focused(visit.Page, "className"));
        await visit.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await Focused(visit.Page, "id"));
    }

    [Fact]
    public async Task The_bench_is_reached_used_and_read_by_keys_alone()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/");
        var page = visit.Page;
        await TabTo(page, "nav a[href='#/experiments']");
        await page.Keyboard.PressAsync("Enter");
        await TabTo(page, "textarea");
        await page.Keyboard.PressAsync("Control+a");
        await page.Keyboard.TypeAsync("GET /hello?name=Keys HTTP/1.1");
        await page.Keyboard.PressAsync("Enter"); // writes \r\n
        await page.Keyboard.TypeAsync("Host: {authority}");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("GET /hello?name=Keys HTTP/1.1\\r\\n\nHost: {authority}\\r\\n\n\\r\\n\n", await page.Locator("textarea").InputValueAsync());
        await page.Keyboard.PressAsync("Control+Enter");
        await page.Locator(".comparison").WaitForAsync();

        await TabTo(page, "[data-server=handrolled] footer button");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".panes").WaitForAsync();
        await TabTo(page, "[role=listbox]");
        await page.Keyboard.PressAsync("Home");
        var first = await page.Locator(".rule-name").InnerTextAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.NotEqual(first, await page.Locator(".rule-name").InnerTextAsync());
        Assert.Equal("32 30 30", await page.Locator(".hex .lit").InnerTextAsync()); // the third span of a response is its status
    }

    [Fact]
    public async Task A_link_moves_the_focus_to_the_new_heading()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/");
        await TabTo(visit.Page, "nav a[href='#/explain']");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("h1:focus").WaitForAsync();
    }

    [Fact]
    public async Task The_dialog_with_the_source_closes_by_escape_and_gives_the_focus_back()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/explain");
        await visit.Page.Locator(".panes").WaitForAsync();
        await TabTo(visit.Page, ".rule-card button");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("dialog .source-code tr").First.WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.activeElement.matches('.rule-card button')"));
    }

    // Presses Tab until the element has the focus, as a user does.
    private static async Task TabTo(IPage page, string selector)
    {
        for (var presses = 0; presses < 120; presses++)
        {
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector))
                return;
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"Tab never reached {selector}.");
    }

    private static Task<string> Focused(IPage page, string property) => page.EvaluateAsync<string>("property => document.activeElement[property]", property);
}
