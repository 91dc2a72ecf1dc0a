using Contract.Tests.Clients;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>The room with a terminal and a browser.</summary>
[Trait("kind", "browser")]
public sealed class RoomViewTests(Browser browser, PageFixture fixture)
{
    [Fact]
    public async Task A_line_goes_from_the_socket_to_the_page_and_from_the_page_to_the_socket()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/room");
        var command = (await visit.Page.Locator(".room-sides .command code").InnerTextAsync()).Split(' ');
        Assert.Equal("nc", command[0]);
        await using var tcp = await Peer.ConnectAsync($"tcp://{command[1]}:{command[2]}");
        await tcp.SendAsync("Nettie\nfrom a terminal, 你好\e[2J\n");
        await tcp.ReceiveUntilAsync("␛[2J\n");

        var page = visit.Page.FrameLocator(".room-sides iframe");
        await page.Locator("#lines").GetByText("Nettie: from a terminal, 你好␛[2J").WaitForAsync(); // the page receives it as well
        await page.Locator("#name").FillAsync("Paige");
        await page.Locator("#name").PressAsync("Enter");
        await tcp.ReceiveUntilAsync(" Paige joined\n");
        await page.Locator("#text").FillAsync("from a page <b>&");
        await page.Locator("#text").PressAsync("Enter");
        await tcp.ReceiveUntilAsync(" Paige: from a page <b>&\n");
        await page.Locator("#lines").GetByText("Paige: from a page <b>&").WaitForAsync();
        Assert.Equal(1, await page.Locator("#lines").GetByText("Nettie: from a terminal").CountAsync()); // not once per route

        await visit.GoAsync("/");
        await tcp.ReceiveUntilAsync(" Paige left");
    }

    [Fact]
    public async Task A_name_that_is_taken_is_told_and_another_one_joins()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/room", "zh");
        var command = (await visit.Page.Locator(".room-sides .command code").InnerTextAsync()).Split(' ');
        await using var tcp = await Peer.ConnectAsync($"tcp://{command[1]}:{command[2]}");
        await tcp.SendAsync("Taken\n");
        await tcp.ReceiveUntilAsync(" Taken joined\n");

        var page = visit.Page.FrameLocator(".room-sides iframe");
        await page.Locator("#name").FillAsync("Taken");
        await page.Locator("#name").PressAsync("Enter");
        await page.Locator("#state").Filter(new() { HasText = "连接已结束" }).WaitForAsync();
        await page.Locator("#name").FillAsync("小明");
        await page.GetByRole(AriaRole.Button, new() { Name = "加入" }).ClickAsync();
        await tcp.ReceiveUntilAsync(" 小明 joined\n");
        await page.Locator("#text:focus").WaitForAsync();
    }
}
