using Contract.Tests.Clients;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>Every view, in each language and theme, at both widths: axe finds nothing, and nothing has to be scrolled sideways.</summary>
[Trait("kind", "browser")]
public sealed class AccessibilityTests(Browser browser, PageFixture fixture)
{
    private static readonly (string View, Func<IPage, Task> Prepare)[] s_views =
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
        ("/matrix", page => page.Locator("table.matrix").WaitForAsync()),
        ("/cost", page => page.Locator(".overhead").WaitForAsync()),
        ("/explain", page => page.Locator(".panes").WaitForAsync()),
    ];

    // In the page itself, once for all views: what a thousand cells of the matrix pass need not travel to be known.
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    private const string Run = "async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.map(found => `${found.id}: ${found.nodes[0].html}`)";

    [Theory]
    [InlineData("en", "light", 1280)]
    [InlineData("en", "dark", 390)]
    [InlineData("zh", "light", 390)]
    [InlineData("zh", "dark", 1280)]
    public async Task Axe_finds_nothing(string language, string theme, int width)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/", language, theme, width);
        await visit.Page.EvaluateAsync(s_axe);
        foreach (var (view, prepare) in s_views)
        {
            await visit.GoAsync(view);
            await prepare(visit.Page);
            var violations = await visit.Page.EvaluateAsync<string[]>(Run);
            Assert.True(violations.Length == 0, $"{view}: {string.Join("; ", violations)}");
            Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{view} is wider than {width}");
        }
    }
}
