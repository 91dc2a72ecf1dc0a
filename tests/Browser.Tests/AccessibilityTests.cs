using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>English, light, wide: with all cells of the matrix.</summary>
public sealed class EnglishLightAccessibilityTests(Chromium browser, PageFixture fixture) : AccessibilityTests(browser, fixture, "en", "light", 1280, "");

/// <summary>English, dark, on a phone.</summary>
public sealed class EnglishDarkAccessibilityTests(Chromium browser, PageFixture fixture)
    : AccessibilityTests(browser, fixture, "en", "dark", 390, "parsing");

/// <summary>Chinese, light, on a phone.</summary>
public sealed class ChineseLightAccessibilityTests(Chromium browser, PageFixture fixture)
    : AccessibilityTests(browser, fixture, "zh", "light", 390, "attacks");

/// <summary>Chinese, dark, wide.</summary>
public sealed class ChineseDarkAccessibilityTests(Chromium browser, PageFixture fixture)
    : AccessibilityTests(browser, fixture, "zh", "dark", 1280, "browser");

/// <summary>In every view, axe finds no violation and no view scrolls sideways. One class per combination, so that they run in parallel.</summary>
[Trait("kind", "browser")]
public abstract class AccessibilityTests(Chromium browser, PageFixture fixture, string language, string theme, int width, string group)
{
    // A thousand cells are alike: one combination checks all of them, the others check one group.
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

    // The frame of the room is a page of HandRolledHttp whose policy blocks axe.
    // axe runs in the page, once for all views; the passed checks of a thousand cells need not be transferred.
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();

    private const string Run = "async () => (await axe.run(document, { resultTypes: ['violations'], iframes: false }))"
        + ".violations.map(found => `${found.id}: ${found.nodes[0].html}`)";

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
