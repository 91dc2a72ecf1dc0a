using System.Text.Json;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>
/// One visit to the page with a language, a theme and a width. It fails if the browser reports an error, or if the page sends a request to
/// any server other than its own host.
/// </summary>
public sealed class PageVisit : IAsyncDisposable
{
    private readonly List<string> _complaints = [];
    private readonly List<string> _elsewhere = [];
    private string? _expected;

    private PageVisit(IPage page, Uri address) => (Page, Address) = (page, address);

    /// <summary>The browser's page.</summary>
    public IPage Page { get; }

    /// <summary>The address of the view.</summary>
    public Uri Address { get; }

    /// <summary>Opens a view.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="fixture">The program.</param>
    /// <param name="view">The address after the <c>#</c>, for example <c>/tour/3</c>.</param>
    /// <param name="language"><c>en</c> or <c>zh</c>; null for the browser's choice.</param>
    /// <param name="theme"><c>light</c> or <c>dark</c>; null for the system's choice.</param>
    /// <param name="width">The width in pixels.</param>
    public static async Task<PageVisit> OpenAsync(
        Chromium browser, PageFixture fixture, string view, string? language = "en", string? theme = "light", int width = 1280)
    {
        var address = await fixture.AddressAsync();
        var page = await browser.OpenAsync(width);
        var visit = new PageVisit(page, address);
        page.Console += (_, message) => visit.Note(message.Type is "error" or "warning", $"{message.Type}: {message.Text} {message.Location}");
        page.PageError += (_, error) => visit.Note(true, error);
        page.Request += (_, request) => visit.Asked(request);
        if (language is not null)
            await page.AddInitScriptAsync($"localStorage.language ??= '{language}'");
        if (theme is not null)
            await page.AddInitScriptAsync($"localStorage.theme ??= '{theme}'");
        await visit.LoadAsync($"{address}#{view}");
        return visit;
    }

    /// <summary>Loads an address and waits until it is painted: a browser drops keys that are pressed before.</summary>
    /// <param name="address">The whole address.</param>
    public async Task LoadAsync(string address)
    {
        await Page.GotoAsync(address);
        await Page.Locator("main h1").WaitForAsync();
        await Page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /// <summary>Opens another view in the same page, as a link does.</summary>
    /// <param name="view">The address after the <c>#</c>.</param>
    public async Task GoAsync(string view)
    {
        // Marks the current content; the mark disappears when the next view is shown.
        await Page.EvaluateAsync(
            "view => { if (location.hash !== view) for (const part of document.querySelector('main').children) part.dataset.left = ''; location.hash = view; }",
            $"#{view}");
        await Page.Locator("main > [data-left]").First.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Page.Locator("main h1").WaitForAsync();
    }

    /// <summary>The relay's address of a server; the live capture shows connections through it.</summary>
    /// <param name="server">The server's id.</param>
    public async Task<Uri> RelayAsync(string server)
    {
        await Page.Locator(".relay-servers button").First.WaitForAsync();
        var servers = JsonSerializer.Deserialize<JsonElement>(await Page.EvaluateAsync<string>("async () => (await fetch('api/servers')).text()"));
        return new Uri(servers.EnumerateArray().First(one => one.GetProperty("id").GetString() == server).GetProperty("live").GetString()!);
    }

    /// <summary>Expects this status: the browser may report this error and no other.</summary>
    public void Expect(int status) => _expected = $"status of {status}";

    /// <summary>Expects that the host cannot be reached.</summary>
    public void ExpectNoHost() => _expected = "net::ERR_";

    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.DoesNotContain(_complaints, complaint => _expected is null || !complaint.Contains(_expected, StringComparison.Ordinal));
        Assert.Empty(_elsewhere);
    }

    private void Note(bool isComplaint, string text)
    {
        if (isComplaint)
            _complaints.Add(text);
    }

    // The room is shown in a frame; its page belongs to another server of this program, and sends requests only to that server.
    private void Asked(IRequest request)
    {
        var uri = new Uri(request.Url);
        var isOfRoom = request.Frame != Page.MainFrame && uri.Host == "127.0.0.1" && uri.AbsolutePath.StartsWith("/chat/", StringComparison.Ordinal);
        if (uri.Scheme is not ("data" or "blob") && uri.Authority != Address.Authority && !isOfRoom)
            _elsewhere.Add(request.Url);
    }
}
