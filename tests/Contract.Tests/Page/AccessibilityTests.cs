using Contract.Tests.Clients;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>Every view, in each language and theme, at both widths: axe finds nothing, and nothing has to be scrolled sideways.</summary>
[Trait("kind", "browser")]
public sealed class AccessibilityTests(Browser browser, PageFixture fixture)
{
    // A thousand cells are alike: all of them are looked at once, and those of one group in every other combination.
    private static (string View, Func<IPage, Task> Prepare)[] Views(string group) =>
    [
        ("/", page => page.Locator(".exchanges .event").First.WaitForAsync()),
        ("/tour/7", async page =>
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await page.Locator(".after:not([hidden])").WaitForAsync();
        }),
        ("/bench/bare-lf?on=raw,handrolled,minimal", async page =>
        {
            await page.ClickAsync(".orders button.main");
            await page.ClickAsync("[data-server=handrolled] footer button");
            await page.Locator(".panes").WaitForAsync();
        }),
        ("/live", page => page.Locator(".glass-servers button").First.WaitForAsync()),
        ("/staircase", page => page.Locator("svg.staircase").WaitForAsync()),
        ("/matrix", async page =>
        {
            await page.Locator("table.matrix").WaitForAsync();
            if (group.Length > 0)
                await page.Locator(".filters select").First.SelectOptionAsync(group);
        }),
        ("/cost", page => page.Locator(".overhead").WaitForAsync()),
        ("/explain", page => page.Locator(".panes").WaitForAsync()),
    ];

    // In the page itself, once for all views: what a thousand cells of the matrix pass need not travel to be known.
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    private const string Run = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(found => `${found.id}: ${found.nodes[0].html}`)";

    [Theory]
    [InlineData("en", "light", 1280, "")]
    [InlineData("en", "dark", 390, "parsing")]
    [InlineData("zh", "light", 390, "attacks")]
    [InlineData("zh", "dark", 1280, "browser")]
    public async Task Axe_finds_nothing(string language, string theme, int width, string group)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/", language, theme, width);
        await visit.Page.EvaluateAsync(s_axe);
        foreach (var (view, prepare) in Views(group))
        {
            await visit.GoAsync(view);
            await prepare(visit.Page);
            var violations = await visit.Page.EvaluateAsync<string[]>(Run);
            Assert.True(violations.Length == 0, $"{view}: {string.Join("; ", violations)}");
            Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{view} is wider than {width}");
        }
    }
}
