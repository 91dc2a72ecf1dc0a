using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser.Tests.Chromium))]

namespace Browser.Tests;

/// <summary>
/// A real browser without a window, started for the first test that needs it. It is searched in this order: the variable
/// <c>CSVSBS_BROWSER</c>, Playwright's own, an installed Chrome or Edge, the usual paths of Chromium. Without one, tests are skipped, or
/// fail if CI=true.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_paths =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    // It uses only this machine and does not look for updates.
    private static readonly string[] s_flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private readonly SemaphoreSlim _starting = new(1);
    private readonly List<string> _tried = [];
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>The browser's version, once a page was opened.</summary>
    public string Version => _browser!.Version;

    /// <summary>Opens a page without cookies of other tests; the width can be that of a phone.</summary>
    public async Task<IPage> OpenAsync(int width = 1000)
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout((float)Hang.Guard.TotalMilliseconds);
            _browser ??= await StartAsync(_playwright.Chromium);
        }
        finally
        {
            _starting.Release();
        }

        if (_browser is null)
            Tool.Missing($"No browser could be started ({string.Join("; ", _tried)}). Install Chromium or name one in CSVSBS_BROWSER.");
        var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout((float)Hang.Guard.TotalMilliseconds);
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }

    private async Task<IBrowser?> StartAsync(IBrowserType chromium)
    {
        foreach (var candidate in Candidates())
        {
            try
            {
                candidate.Args = s_flags;
                return await chromium.LaunchAsync(candidate);
            }
            catch (PlaywrightException e)
            {
                _tried.Add($"{candidate.ExecutablePath ?? candidate.Channel ?? "Playwright's own"}: {e.Message.Split('\n')[0]}");
            }
        }

        return null;
    }

    private static IEnumerable<BrowserTypeLaunchOptions> Candidates()
    {
        if (Environment.GetEnvironmentVariable("CSVSBS_BROWSER") is { Length: > 0 } chosen)
            yield return new() { ExecutablePath = chosen };
        yield return new();
        yield return new() { Channel = "chrome" };
        yield return new() { Channel = "msedge" };
        foreach (var path in s_paths.Where(File.Exists))
            yield return new() { ExecutablePath = path };
    }
}
