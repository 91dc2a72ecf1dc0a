using Contract.Tests.Clients;

namespace Contract.Tests.Page;

/// <summary>The tour from its first to its last step, with one key.</summary>
public sealed class TourTests(Browser browser, PageFixture fixture)
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task The_right_arrow_alone_leads_through_all_of_it(string language)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/1", language);
        var page = visit.Page;
        var steps = await page.Locator(".dots a").CountAsync();
        Assert.InRange(steps, 10, 15);

        for (var step = 1; step <= steps; step++)
        {
            await page.WaitForURLAsync($"**/#/tour/{step}");
            await page.Locator($".dots a[aria-current=step][href='#/tour/{step}']").WaitForAsync();
            await page.Keyboard.PressAsync("ArrowRight"); // sends
            await page.Locator(".after:not([hidden])").WaitForAsync();
            Assert.Equal(0, await page.Locator("main .alarm:visible").CountAsync());
            var columns = page.Locator(".server-column");
            Assert.InRange(await columns.CountAsync(), 1, 4);
            for (var i = 0; i < await columns.CountAsync(); i++)
            {
                Assert.NotEmpty(await columns.Nth(i).Locator(".sentence").InnerTextAsync());
                Assert.NotEqual(0, await columns.Nth(i).Locator(".event").CountAsync());
            }

            if (step < steps)
                await page.Keyboard.PressAsync("ArrowRight"); // goes on
        }

        Assert.True(await page.Locator(".forward").IsDisabledAsync());
        Assert.NotEqual(0, await page.Locator(".further a").CountAsync()); // the last step leads out of the tour
    }

    [Fact]
    public async Task What_was_seen_is_still_there_when_one_comes_back()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/tour/1");
        var page = visit.Page;
        await page.ClickAsync(".forward");
        await page.Locator(".after:not([hidden])").WaitForAsync();
        await page.Keyboard.PressAsync("n");
        await page.WaitForURLAsync("**/#/tour/2");
        await page.Locator(".dots a[aria-current=step][href='#/tour/2']").WaitForAsync();
        await page.Keyboard.PressAsync("p");
        await page.WaitForURLAsync("**/#/tour/1");
        await page.Locator(".after:not([hidden])").WaitForAsync();
        Assert.Contains("Hello, Server!", await page.Locator(".event.received pre").InnerTextAsync(), StringComparison.Ordinal);
    }
}
