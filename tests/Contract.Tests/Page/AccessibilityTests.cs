using Contract.Tests.Clients;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>English, light, wide: with every cell of the matrix.</summary>
public sealed class EnglishLightAccessibilityTests(Browser browser, PageFixture fixture) : AccessibilityTests(browser, fixture, "en", "light", 1280, "");

/// <summary>English, dark, on a phone.</summary>
public sealed class EnglishDarkAccessibilityTests(Browser browser, PageFixture fixture)
    : AccessibilityTests(browser, fixture, "en", "dark", 390, "parsing");

/// <summary>Chinese, light, on a phone.</summary>
public sealed class ChineseLightAccessibilityTests(Browser browser, PageFixture fixture)
    : AccessibilityTests(browser, fixture, "zh", "light", 390, "attacks");

/// <summary>Chinese, dark, wide.</summary>
public sealed class ChineseDarkAccessibilityTests(Browser browser, PageFixture fixture)
    : AccessibilityTests(browser, fixture, "zh", "dark", 1280, "browser");

/// <summary>Every view: axe finds nothing, and nothing has to be scrolled sideways. A class for each combination, so that they run beside each other.</summary>
[Trait("kind", "browser")]
public abstract class AccessibilityTests(Browser browser, PageFixture fixture, string language, string theme, int width, string group)
{
    // A thousand cells are alike: all of them are looked at once, and those of one group in every other combination.
    private (string View, Func<IPage, Task> Prepare)[] Views() =>
    [
        ("/", page => page.Locator(".exchanges .event:visible").First.WaitForAsync()),
        ("/tour/7", async page =>
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await page.Locator(".after:not([hidden])").WaitForAsync();
        }),
        ("/experiments/bare-lf?on=raw,handrolled,minimal", async page =>
        {
            await page.ClickAsync(".orders button.main");
            await page.ClickAsync("[data-server=handrolled] footer button");
            await page.Locator(".panes").WaitForAsync();
        }),
        ("/live", page => page.Locator(".relay-servers button").First.WaitForAsync()),
        ("/room", page => page.FrameLocator("iframe").Locator("#name").WaitForAsync()),
        ("/steps", page => page.Locator("svg.steps-picture").WaitForAsync()),
        ("/matrix", async page =>
        {
            await page.Locator("table.matrix").WaitForAsync();
            if (group.Length > 0)
                await page.Locator(".filters select").First.SelectOptionAsync(group);
        }),
        ("/cost", page => page.Locator(".overhead").WaitForAsync()),
        ("/explain", async page =>
        {
            await page.Locator(".examples button").Filter(new() { HasText = "WebSocket" }).ClickAsync();
            await page.Locator(".frames").WaitForAsync();
        }),
    ];

    // The frame of the room is a page of HandRolledHttp, with its own policy: axe cannot be brought in there.
    // In the page itself, once for all views: what a thousand cells of the matrix pass need not travel to be known.
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    private const string Run = "async () => (await axe.run(document, { resultTypes: ['violations'], iframes: false })).violations.map(found => `${found.id}: ${found.nodes[0].html}`)";

    [Fact]
    public async Task Axe_finds_nothing()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/", language, theme, width);
        await visit.Page.EvaluateAsync(s_axe);
        foreach (var (view, prepare) in Views())
        {
            await visit.GoAsync(view);
            await prepare(visit.Page);
            var violations = await visit.Page.EvaluateAsync<string[]>(Run);
            Assert.True(violations.Length == 0, $"{view}: {string.Join("; ", violations)}");
            Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{view} is wider than {width}");
        }
    }
}
