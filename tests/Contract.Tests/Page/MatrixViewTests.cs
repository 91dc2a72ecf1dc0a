using Contract.Tests.Clients;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>The matrix: run it, filter it, and follow a cell to its bytes.</summary>
[Trait("kind", "browser")]
public sealed class MatrixViewTests(Browser browser, PageFixture fixture)
{
    [Fact]
    public async Task Cells_fill_as_they_are_observed_and_lead_to_their_bytes()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/matrix");
        var page = visit.Page;
        await page.ClickAsync(".matrix-head button.main");
        var filled = page.Locator("a.cell:not(:empty):not(.recorded)");
        await filled.Nth(3).WaitForAsync();
        await page.ClickAsync(".matrix-head button.main"); // stops: users need not wait for all experiments
        await page.Locator(".matrix-head progress").WaitForAsync(new() { State = WaitForSelectorState.Hidden });

        var all = await page.Locator("table.matrix tbody tr:not(.group):visible").CountAsync();
        await page.Locator(".filters select").First.SelectOptionAsync("parsing");
        var some = await page.Locator("table.matrix tbody tr:not(.group):visible").CountAsync();
        Assert.InRange(some, 20, all - 50);
        Assert.StartsWith($"{some} ", await page.Locator(".filters [role=status]").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator("table.matrix th[scope=rowgroup]:visible").CountAsync());

        await page.Locator("a.cell[href*='/plain-get?on=handrolled']").ClickAsync();
        await page.Locator("[data-server=handrolled] .event.received").WaitForAsync();
        await page.ClickAsync("[data-server=handrolled] footer button");
        await page.Locator(".panes .hex .bit").First.WaitForAsync();
        Assert.Equal(1, await page.Locator(".server-column").CountAsync()); // only the server of the cell

        await page.GoBackAsync();
        await page.Locator("table.matrix").WaitForAsync();
        Assert.Equal(some, await page.Locator("table.matrix tbody tr:not(.group):visible").CountAsync()); // in the same state as before
    }

    [Fact]
    public async Task The_recorded_results_are_there_before_anything_was_run()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/matrix");
        var page = visit.Page;
        Assert.InRange(await page.Locator("a.cell.allowed").CountAsync(), 300, 2000);
        await page.GetByText("Recorded on 20").WaitForAsync();

        await visit.GoAsync("/steps");
        Assert.Equal(7, await page.Locator(".steps-picture .figure").CountAsync());
        await visit.GoAsync("/cost");
        await page.Locator(".speed-result .bars").First.WaitForAsync();
        Assert.Equal(8, await page.Locator(".bars").CountAsync());
    }

    [Fact]
    public async Task A_run_outlives_a_reload_and_a_second_tab_sees_it()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/matrix");
        var page = visit.Page;
        await page.ClickAsync(".matrix-head button.main");
        await page.Locator("a.cell:not(.recorded)").Nth(3).WaitForAsync();
        await page.ReloadAsync();
        await page.Locator(".matrix-head progress").WaitForAsync();

        await using var second = await PageVisit.OpenAsync(browser, fixture, "/matrix");
        await second.Page.Locator(".matrix-head progress").WaitForAsync();
        await second.Page.Locator("a.cell:not(.recorded)").Nth(3).WaitForAsync();
        await second.Page.ClickAsync(".matrix-head button.main"); // stops it for both

        await page.Locator(".matrix-head progress").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await second.Page.Locator(".matrix-head progress").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task Arrow_keys_move_among_the_cells()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/matrix");
        var page = visit.Page;
        await page.Locator("a.cell[tabindex='0']").FocusAsync();
        var first = await Place(page);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.NotEqual(first, await Place(page));
        Assert.Equal(1, await page.Locator("a.cell[tabindex='0']").CountAsync()); // Tab leaves the table with one press
    }

    private static Task<string> Place(IPage page) => page.EvaluateAsync<string>("document.activeElement.getAttribute('href')");
}
