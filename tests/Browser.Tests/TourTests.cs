using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The tour from its first step to its last and back, with one key for each direction.</summary>
[Trait("kind", "browser")]
public sealed class TourTests(Chromium browser, PageFixture fixture)
{
    [Fact]
    public async Task The_arrow_keys_alone_lead_through_all_of_it_in_both_languages()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/1");
        var page = visit.Page;
        var steps = await page.Locator(".dots a").CountAsync();
        Assert.InRange(steps, 10, 15);

        for (var step = 1; step <= steps; step++)
        {
            await ArriveAsync(page, step);
            await page.Keyboard.PressAsync("ArrowRight"); // sends
            await AssertIsToldAsync(page, minWide: 1);
            if (step < steps)
                await page.Keyboard.PressAsync("ArrowRight"); // next step
        }

        Assert.Equal("#/steps", await page.Locator(".forward").GetAttributeAsync("href"));
        Assert.NotEqual(0, await page.Locator(".further a").CountAsync()); // the last step has links to other views

        // The results are still there after coming back, and appear in the other language without a new run.
        var asked = 0;
        page.Request += (_, request) => asked += request.Url.EndsWith("/api/runs", StringComparison.Ordinal) ? 1 : 0;
        await page.ClickAsync("[data-language=zh]");
        for (var step = steps; step >= 1; step--)
        {
            await ArriveAsync(page, step);
            await AssertIsToldAsync(page, minWide: 0x3000);
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        Assert.Equal(0, asked);
    }

    [Fact]
    public async Task What_was_seen_is_still_there_when_one_comes_back()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/1");
        var page = visit.Page;
        await page.ClickAsync(".send");
        await page.Locator(".after:not([hidden])").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await ArriveAsync(page, 2);
        await page.Keyboard.PressAsync("p");
        await ArriveAsync(page, 1);
        await page.Locator(".after:not([hidden])").WaitForAsync();
        Assert.Contains("Hello, Server!", await page.Locator(".event.received pre").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_showed_something_else_is_reported_instead_of_the_conclusion()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/2");
        var page = visit.Page;
        await page.RouteAsync("**/api/runs", route => route.FulfillAsync(new()
        {
            ContentType = "text/event-stream",
            Body = """
                event: happened
                data: {"server":"raw","event":{"kind":"connected","milliseconds":0,"connection":"","bytes":""}}

                event: observed
                data: {"server":"raw","summary":"silent","sentence":{"en":"Nothing came.","zh":"什么也没来。"},"expected":false,"verdict":"none"}

                event: done
                data: {}


                """,
        }));

        await page.ClickAsync(".send");
        await page.Locator(".after:not([hidden])").WaitForAsync();

        Assert.Equal("This run did not show what this step explains. It showed:", await page.Locator(".after .alarm").InnerTextAsync());
        Assert.Equal(["RawSocketServer: Nothing came."], await page.Locator(".after li").AllInnerTextsAsync());
        Assert.DoesNotContain("It has no opinion", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prediction_is_chosen_by_a_key_and_compared_with_what_was_observed()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/1");
        var page = visit.Page;
        await page.Keyboard.PressAsync("2");
        Assert.True(await page.Locator(".prediction input").Nth(1).IsCheckedAsync());
        await SendAsync(page);
        Assert.Contains("You predicted “an error", await page.Locator(".compared").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(["✓", "✗", ""], await page.Locator(".mark-place").AllTextContentsAsync());

        await page.Keyboard.PressAsync("n");
        await ArriveAsync(page, 2);
        await page.Locator(".prediction label").Nth(2).ClickAsync();
        await SendAsync(page);
        Assert.Equal("✓ You predicted this.", await page.Locator(".compared").InnerTextAsync());

        await page.Keyboard.PressAsync("n");
        await ArriveAsync(page, 3);
        await SendAsync(page); // without a prediction
        Assert.Equal(0, await page.Locator(".compared").CountAsync());
    }

    [Fact]
    public async Task A_verdict_opens_what_was_expected_and_observed_and_the_rule()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/6");
        var page = visit.Page;
        await SendAsync(page);
        await page.ClickAsync("[data-server=step1] button.mark");
        var reasons = await page.Locator("[data-server=step1] .why").InnerTextAsync();

        Assert.Contains("200, body \"你好，浏览器！\"", reasons, StringComparison.Ordinal);
        Assert.Contains("200, body \"Hello, Server!\"", reasons, StringComparison.Ordinal); // the behaviour that HTTP allows
        Assert.Contains("RFC 9112 §2.1", reasons, StringComparison.Ordinal);
    }

    private static async Task SendAsync(IPage page)
    {
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Locator(".after:not([hidden])").WaitForAsync();
    }

    // The mark among the dots belongs to the step; a link also needs the step's own address.
    private static async Task ArriveAsync(IPage page, int step)
    {
        await page.Locator($".dots a[aria-current=step][href='#/tour/{step}']").WaitForAsync();
        Assert.Equal($"#/tour/{step}", await page.EvaluateAsync<string>("location.hash"));
    }

    // No alarm: each server behaves as the step explains. The host proves with evidence, not time, that a server waits.
    private static async Task AssertIsToldAsync(IPage page, int minWide)
    {
        await page.Locator(".after:not([hidden])").WaitForAsync();
        Assert.Equal(0, await page.Locator("main .alarm:visible").CountAsync());
        var told = await page.EvaluateAsync<string[]>("[...document.querySelectorAll('.server-column .sentence')].map(sentence => sentence.textContent)");
        Assert.InRange(told.Length, 1, 4);
        Assert.All(told, sentence => Assert.Contains(sentence, c => c >= minWide));
        Assert.Contains(await page.Locator("main h1").InnerTextAsync(), c => c >= minWide);
        var events = await page.EvaluateAsync<int[]>(
            "[...document.querySelectorAll('.server-column')].map(column => column.querySelectorAll('.event').length)");
        Assert.All(events, count => Assert.NotEqual(0, count));
    }
}
