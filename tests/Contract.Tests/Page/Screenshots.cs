using Contract.Tests.Clients;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>
/// The pictures of the READMEs, taken again from the running page:
/// <c>dotnet test --project tests/Contract.Tests -p:Screenshots=true -- --filter-class Contract.Tests.Page.Screenshots</c>.
/// </summary>
public sealed class Screenshots(Browser browser, PageFixture fixture)
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "docs", "screenshots");

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task Take(string language)
    {
        Directory.CreateDirectory(s_folder);
        await TakeAsync("home", "/", page => page.Locator(".exchanges .event:visible").First.WaitForAsync());
        await TakeAsync("tour", "/tour/11", async page =>
        {
            await page.Keyboard.PressAsync("ArrowRight");
            await page.Locator(".after:not([hidden])").WaitForAsync();
        });
        await TakeAsync("room", "/room", ConverseAsync);

        async Task ConverseAsync(IPage page)
        {
            var command = (await page.Locator(".room-sides .command code").InnerTextAsync()).Split(' ');
            var room = await Peer.ConnectAsync($"tcp://{command[1]}:{command[2]}"); // a member until the program ends
            var (netcat, browser, said, back) = language == "en"
                ? ("Netcat", "Browser", "I typed this line into nc.", "And I read it in a browser.")
                : ("终端", "浏览器", "这一行是在 nc 里输入的。", "我在浏览器里看到了。");
            await room.SendAsync($"{netcat}\n{said}\n");
            var frame = page.FrameLocator(".room-sides iframe");
            await frame.Locator("#lines").GetByText(said).WaitForAsync();
            await frame.Locator("#name").FillAsync(browser);
            await frame.Locator("#name").PressAsync("Enter");
            await room.ReceiveUntilAsync($" {browser} joined\n");
            await frame.Locator("#text").FillAsync(back);
            await frame.Locator("#text").PressAsync("Enter");
            await frame.Locator("#lines").GetByText(back).WaitForAsync();
        }

        async Task TakeAsync(string name, string view, Func<IPage, Task> prepare)
        {
            await using var visit = await PageVisit.OpenAsync(browser, fixture, view, language);
            await prepare(visit.Page);
            var path = Path.Combine(s_folder, $"{name}-{language}.png");
            await visit.Page.ScreenshotAsync(new() { Path = path, Animations = ScreenshotAnimations.Disabled });
            Assert.InRange(new FileInfo(path).Length, 10_000, 300_000);
        }
    }
}
