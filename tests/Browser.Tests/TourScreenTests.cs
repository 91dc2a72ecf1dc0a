using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>Each step of the tour fits one screen: at 1280×800 its question, its bytes and its verdicts are visible without scrolling.</summary>
[Trait("kind", "browser")]
public sealed class TourScreenTests(Chromium browser, PageFixture fixture)
{
    private const int Steps = 15;

    // Finds the elements that are partly outside the window or the box that clips them; returns their selector and text.
    private const string Outside = """
        (selectors) => selectors.flatMap((selector) => {
          const found = [...document.querySelectorAll(selector)];
          if (found.length === 0) return [`${selector}: nothing`];
          return found.filter((element) => {
            const box = element.getBoundingClientRect();
            if (box.width === 0 || box.height === 0 || box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight) return true;
            const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
            return !(element.contains(at) || at?.contains(element));
          }).map((element) => `${selector}: ${element.textContent}`);
        })
        """;

    public static TheoryData<int> Numbers => [.. Enumerable.Range(1, Steps)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Title_question_names_and_verdicts_are_inside_the_window(int step)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, $"/tour/{step}", step % 2 == 0 ? "zh" : "en");
        var page = visit.Page;
        string[] always =
        [
            "main h1", ".tour-step > .said", ".prediction legend", ".prediction label",
            ".sent-panel pre .line:first-child", ".server-column h2", ".tour-bar .send", ".tour-bar .forward"
        ];
        if (await page.Locator(".sent-panel pre").CountAsync() == 0)
            always[4] = ".sent-panel p"; // a handshake sends no own bytes
        await AssertInsideAsync(page, always);
        var send = await page.Locator(".send").BoundingBoxAsync();

        await page.ClickAsync(".send");
        await page.Locator(".after:not([hidden])").WaitForAsync();

        await AssertInsideAsync(page, [.. always, ".outcome .summary", ".after"]);
        var marks = await page.Locator(".outcome button.mark").CountAsync();
        if (step > 1) // no experiment describes the bytes of the first step
        {
            Assert.Equal(await page.Locator(".server-column").CountAsync(), marks);
            await AssertInsideAsync(page, [".outcome button.mark"]);
        }

        var columns = await page.EvaluateAsync<float[]>(
            "() => [...document.querySelectorAll('.server-column')].map((column) => column.getBoundingClientRect().top)");
        Assert.Single(columns.Distinct()); // one row
        // the button does not move
        Assert.Equal((send!.X, send.Y), ((await page.Locator(".send").BoundingBoxAsync())!.X, (await page.Locator(".send").BoundingBoxAsync())!.Y));
        var sizes = await page.EvaluateAsync<float[]>(
            "() => [...document.querySelectorAll('.event pre, .sent-bytes pre')].map((bytes) => parseFloat(getComputedStyle(bytes).fontSize))");
        Assert.All(sizes, size => Assert.InRange(size, 15, 30));
    }

    [Fact]
    public async Task The_projector_shows_names_and_verdicts_first_and_bytes_on_a_key()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/7");
        var page = visit.Page;
        await visit.LoadAsync($"{visit.Address}?present#/tour/7");
        Assert.Equal("20px", await page.EvaluateAsync<string>("getComputedStyle(document.body).fontSize"));
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator(".after:not([hidden])").WaitForAsync();

        await AssertInsideAsync(page, ["main h1", ".server-column h2", ".outcome .summary", ".outcome button.mark", ".after"]);
        Assert.False(await page.Locator(".event.received pre").First.IsVisibleAsync());
        await page.Keyboard.PressAsync("b");
        Assert.True(await page.Locator(".event.received pre").First.IsVisibleAsync());
    }

    private static async Task AssertInsideAsync(IPage page, string[] selectors)
    {
        Assert.Empty(await page.EvaluateAsync<string[]>(Outside, selectors));
        Assert.Equal(0, await page.EvaluateAsync<float>("scrollY"));
    }
}
