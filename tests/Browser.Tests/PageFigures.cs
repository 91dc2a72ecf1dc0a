using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>
/// The speed and memory of the page, measured in the browser and written into <c>docs/page.md</c> and its Chinese version:
/// <c>dotnet test --project tests/Browser.Tests -p:PageFigures=true -- --filter-class Browser.Tests.PageFigures</c>.
/// A benchmark, not a test: on a busy machine the figures differ, but nothing fails.
/// </summary>
public sealed class PageFigures(Chromium browser, PageFixture fixture)
{
    private const int Loads = 15;
    private const int Runs = 15;
    private const int Connections = 200;
    private static readonly TimeSpan s_traffic = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(200);

    private readonly FigureTable _table = new();

    [Fact]
    public async Task Measure()
    {
        await using (var first = await PageVisit.OpenAsync(browser, fixture, "/")) // excludes the costs of the first visit to a new server
            await first.Page.Locator(".exchanges .event").First.WaitForAsync();

        await MeasurePaintAsync("/", new("start page", "首页"), ".exchanges .event");
        await MeasurePaintAsync("/experiments/bare-lf", new("experiments", "实验"), ".orders button.main");
        await MeasureRunsAsync("plain-get", "handrolled", new("a GET on one server", "一个服务器上的 GET"));
        await MeasureRunsAsync("bare-lf", "raw,step3,handrolled,minimal", new("one experiment on four servers", "四个服务器上的同一个实验"));
        await MeasureLiveAsync();
        await _table.WriteAsync(browser.Version, $"{Environment.ProcessorCount}");
    }

    // A new context each time: an empty cache, as on a first visit.
    private async Task MeasurePaintAsync(string view, Both what, string there)
    {
        var (paints, wholes) = (new List<double>(), new List<double>());
        for (var load = 0; load < Loads; load++)
        {
            var page = await browser.OpenAsync(1280);
            await page.GotoAsync($"{await fixture.AddressAsync()}#{view}");
            await page.Locator(there).First.WaitForAsync();
            wholes.Add(await page.EvaluateAsync<double>("new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"));
            paints.Add(await page.EvaluateAsync<double>("performance.getEntriesByName('first-paint')[0].startTime"));
            await page.Context.DisposeAsync();
        }

        _table.Add(new($"First paint, {what.En}", $"首次绘制，{what.Zh}"), "ms", paints, "< 300");
        _table.Add(new($"Complete, {what.En}", $"内容全部出现，{what.Zh}"), "ms", wholes);
    }

    // From the click to the painted result, minus the servers' own time, which ends with the last event on any of them.
    private async Task MeasureRunsAsync(string experiment, string servers, Both what)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, $"/experiments/{experiment}?on={servers}");
        await visit.Page.Locator(".orders button.main").WaitForAsync();
        var (own, beyond) = (new List<double>(), new List<double>());
        for (var run = 0; run <= Runs; run++)
        {
            var (whole, last) = await RunAsync(visit.Page);
            if (run == 0)
                continue; // the first run includes loading and compiling
            own.Add(last);
            beyond.Add(whole - last);
        }

        _table.Add(new($"Time of the servers, {what.En}", $"服务器用时，{what.Zh}"), "ms", own);
        _table.Add(new($"Time of the page, until it is painted, {what.En}", $"网页用时，直到结果绘制完成，{what.Zh}"), "ms", beyond, "< 150");
    }

    private static async Task<(double Whole, double Last)> RunAsync(IPage page)
    {
        var times = await page.EvaluateAsync<double[]>("""
            async () => {
              const button = document.querySelector('.orders button.main');
              const begin = performance.now();
              button.click();
              const columns = () => [...document.querySelectorAll('.server-column')];
              while (button.disabled || columns().length === 0 || columns().some((column) => column.classList.contains('running')))
                await new Promise(requestAnimationFrame);
              await new Promise((done) => requestAnimationFrame(() => setTimeout(done))); // painted
              const end = performance.now();
              const last = [...document.querySelectorAll('.event .time')].flatMap((time) => time.textContent.match(/[0-9.]+/g)).map(Number);
              return [end - begin, Math.max(...last)];
            }
            """);
        return (times[0], times[1]);
    }

    private async Task MeasureLiveAsync()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/live");
        var relay = await visit.RelayAsync("handrolled");
        var memory = new List<double> { await MemoryAsync() };
        await visit.Page.EvaluateAsync("""
            () => {
              window.lags = [];
              window.tasks = [];
              new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration))).observe({ type: 'longtask' });
              let due = performance.now() + 50;
              const beat = () => {
                window.lags.push(Math.max(0, performance.now() - due));
                due = performance.now() + 50;
                setTimeout(beat, 50);
              };
              setTimeout(beat, 50);
            }
            """);

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        enough.CancelAfter(s_traffic);
        var clients = Enumerable.Range(0, Connections).Select(number => TalkAsync(relay, number, enough.Token)).ToArray();
        while (!enough.IsCancellationRequested)
        {
            memory.Add(await MemoryAsync());
            await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), enough.Token));
        }

        var exchanges = (await Task.WhenAll(clients)).Sum();
        var lags = await visit.Page.EvaluateAsync<double[]>("window.lags");
        var longest = await visit.Page.EvaluateAsync<double>("Math.max(0, ...window.tasks)");
        var heap = await visit.Page.EvaluateAsync<double>("performance.memory.usedJSHeapSize / 1048576");
        _table.Add(new("Live capture, 200 connections: exchanges per second", "实时抓包，200 条连接：每秒响应数"), "", [exchanges / s_traffic.TotalSeconds]);
        _table.Add(new("Live capture: delay of the timers of the page", "实时抓包：网页定时器的延迟"), "ms", lags);
        _table.Add(new("Live capture: longest task of the page", "实时抓包：网页最长的任务"), "ms", [longest]);
        _table.Add(new("Live capture: memory of the page", "实时抓包：网页的内存"), "MiB", [heap]);
        _table.Add(new("Memory of the program before", "此前程序的内存"), "MiB", [memory[0]]);
        _table.Add(new("Memory of the program after a third of the traffic", "流量过去三分之一时程序的内存"), "MiB", [memory[memory.Count / 3]]);
        _table.Add(new("Memory of the program, maximum", "程序内存的最大值"), "MiB", [memory.Max()]);
    }

    // A client with a persistent connection that sends each request after the previous response.
    private static async Task<int> TalkAsync(Uri relay, int number, CancellationToken enough)
    {
        var request = Encoding.ASCII.GetBytes($"GET /hello?name=N{number.ToString(CultureInfo.InvariantCulture)} HTTP/1.1\r\nHost: {relay.Authority}\r\n\r\n");
        await using var peer = await Peer.ConnectAsync(relay.Port);
        for (var exchanges = 0; ; exchanges++)
        {
            var begin = Stopwatch.GetTimestamp();
            await peer.SendAsync(request);
            await peer.ReceiveUntilAsync("!");
            var rest = s_pace - Stopwatch.GetElapsedTime(begin);
            if (enough.IsCancellationRequested)
                return exchanges + 1;
            await Task.WhenAny(Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, enough));
        }
    }

    private async Task<double> MemoryAsync() => await fixture.WorkingSetAsync() / 1048576.0;
}

/// <summary>A text in both languages of the documents.</summary>
internal readonly record struct Both(string En, string Zh);
