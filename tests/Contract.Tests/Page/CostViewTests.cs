using System.Text.Json;
using Contract.Tests.Clients;
using Microsoft.Playwright;

namespace Contract.Tests.Page;

/// <summary>The cost of HTTP: counted in bytes, and measured with real servers, from the first measurement to the table.</summary>
[Trait("kind", "browser")]
public sealed class CostViewTests(Browser browser, PageFixture fixture)
{
    private const int Cases = 7;

    private const string MeasurementDone = """
        (count) => new Promise((done) => {
          const find = (selector) => document.querySelector(`.cost ${selector}`);
          const isOver = () => find('progress').value >= count || find('[role=alert]:not([hidden])');
          const look = () => (isOver() ? done() : setTimeout(look, 50));
          look();
        })
        """;

    // Chromium may discard a stream's body before the test reads it, so the page keeps a copy.
    private const string KeepResults = """
        () => {
          const real = window.fetch;
          window.fetch = async (...request) => {
            const response = await real(...request);
            if (!String(request[0]).includes('api/bench')) return response;
            const [theirs, ours] = response.body.tee();
            window.results = new Response(ours).text();
            return new Response(theirs, { status: response.status, headers: response.headers });
          };
        }
        """;

    [Fact]
    public async Task A_quick_run_ends_in_bars_and_a_table_with_its_method()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/cost");
        var page = visit.Page;
        await page.SelectOptionAsync(".cost select", "quick");
        await page.EvaluateAsync(KeepResults);
        await page.ClickAsync(".cost button.main");
        for (var done = 1; done <= Cases; done++)
            await page.EvaluateAsync(MeasurementDone, done).WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        var table = page.Locator(".speed-result .steps-table");
        await page.Locator(".speed-result .method").Or(page.Locator(".cost [role=alert]:visible")).First.WaitForAsync();
        Assert.Empty(string.Concat(await page.Locator(".cost [role=alert]:visible").AllInnerTextsAsync()));

        var rows = await table.Locator("tbody tr").AllInnerTextsAsync();
        Assert.Equal(Cases, rows.Count);
        Assert.Equal(3, rows.Select(row => row.Split('\t')[1]).Distinct().Count());
        Assert.All(await table.Locator("tbody td.number:nth-of-type(2)").AllInnerTextsAsync(), number => Assert.Matches("^[0-9][0-9,]*$", number));
        var results = Results(await page.EvaluateAsync<string>("() => window.results"));
        Assert.All(results, result => Assert.True(result.GetProperty("requests").GetDouble() >= 1)); // counted: a rate may round to 0
        Assert.Equal(4, await page.Locator(".speed-result .bars").CountAsync()); // one per load
        Assert.Contains("16 connections", await page.Locator(".method").InnerTextAsync(), StringComparison.Ordinal);

        await page.ClickAsync("[data-language=zh]");
        await page.GetByText("每秒请求数").First.WaitForAsync();
        Assert.Equal(Cases, await table.Locator("tbody tr").CountAsync()); // the measured rows stay
    }

    [Fact]
    public async Task A_run_can_be_stopped_and_begun_again()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/cost");
        var page = visit.Page;
        var button = page.Locator(".cost button.main");
        await button.ClickAsync();
        await page.Locator(".cost progress").WaitForAsync();
        await button.ClickAsync();
        await page.Locator(".cost progress").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal("Run it here", await button.InnerTextAsync());
        Assert.True(await page.Locator(".cost select").First.IsEnabledAsync());
    }

    [Fact]
    public async Task To_a_bare_socket_all_is_the_message_and_in_HTTP_little_is()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/cost");
        var numbers = await visit.Page.Locator(".overhead .number").AllInnerTextsAsync();
        Assert.Equal(8, numbers.Count);
        Assert.Equal("14 of 14 bytes are the message", numbers[0]);
        Assert.Matches("^0 of [0-9]+ bytes are the message$", numbers[4]); // a GET
        Assert.Matches("^14 of 1[0-9]{2} bytes are the message$", numbers[5]); // and its response
    }

    // The results that the host sent.
    private static JsonElement[] Results(string events)
    {
        var results = events.Split("\n\n").Where(one => one.StartsWith("event: progress\n", StringComparison.Ordinal))
            .Select(one => one[(one.IndexOf("data: ", StringComparison.Ordinal) + 6)..])
            .Select(data => JsonSerializer.Deserialize<JsonElement>(data).GetProperty("result"))
            .Where(result => result.ValueKind == JsonValueKind.Object).ToArray(); // no result before a server is warmed up
        Assert.Equal(Cases, results.Length);
        return results;
    }
}
