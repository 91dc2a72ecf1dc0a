using Contract.Tests.Clients;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>
/// The pictures of the READMEs, taken anew from the running page:
/// <c>dotnet test --project tests/Contract.Tests -p:Screenshots=true -- --filter-class Contract.Tests.Page.Screenshots</c>.
/// </summary>
public sealed class Screenshots(Browser browser, PageFixture fixture)
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "docs", "screenshots");

    [Theory]
    [InlineData("en", "light")]
    [InlineData("zh", "light")]
    [InlineData("en", "dark")]
    [InlineData("zh", "dark")]
    public async Task Take(string language, string theme)
    {
        Directory.CreateDirectory(s_folder);
        await TakeAsync("home", "/", page => page.Locator(".exchanges .event").First.WaitForAsync());
        await TakeAsync("tour", "/tour/7", async page =>
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await page.Locator(".after:not([hidden])").WaitForAsync();
        });
        await TakeAsync("experiments", "/experiments/bare-lf?on=raw,step3,handrolled,minimal", async page =>
        {
            await page.ClickAsync(".orders button.main");
            await page.Locator(".comparison").WaitForAsync();
        });
        await TakeAsync("explain", "/explain", async page =>
        {
            await page.ClickAsync(".examples button:nth-of-type(3)");
            await page.Locator(".refusal").WaitForAsync();
        });
        await TakeAsync("steps", "/steps", async page =>
        {
            await page.Locator("svg.steps-picture").WaitForAsync();
            await page.Locator(".steps-picture .figure").First.WaitForAsync();
        });
        await TakeAsync("matrix", "/matrix", page => page.Locator(".cell.allowed").Nth(20).WaitForAsync()); // from the record

        async Task TakeAsync(string name, string view, Func<IPage, Task> prepare)
        {
            await using var visit = await PageVisit.OpenAsync(browser, fixture, view, language, theme);
            await prepare(visit.Page);
            var path = Path.Combine(s_folder, $"{name}-{language}-{theme}.png");
            await visit.Page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
            Assert.InRange(new FileInfo(path).Length, 10_000, 300_000);
        }
    }
}
