using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Browser.Tests;

/// <summary>The experiments: run one, change it, send your own bytes.</summary>
[Trait("kind", "browser")]
public sealed partial class ExperimentsViewTests(Chromium browser, PageFixture fixture)
{
    // "silent" does not depend on time: the host reports it when it has evidence that a response could have arrived.
    [Fact]
    public async Task An_experiment_shows_what_each_server_did()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/bare-lf?on=raw,step3,handrolled,minimal");
        var page = visit.Page;
        await page.ClickAsync(".orders button.main");
        await page.Locator(".comparison").WaitForAsync();

        Assert.Equal("echo", await Summary(page, "raw").InnerTextAsync());
        Assert.Equal("silent", await Summary(page, "step3").InnerTextAsync());
        Assert.Equal("400 BareLf", await Summary(page, "handrolled").InnerTextAsync());
        Assert.Equal("200", await Summary(page, "minimal").InnerTextAsync());
    }

    [Theory]
    [InlineData("/bench/bare-lf?on=raw,rung3", "#/experiments/bare-lf?on=raw,step3")]
    [InlineData("/staircase", "#/steps")]
    public async Task An_address_of_version_0_1_leads_to_the_same_view(string former, string today)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, former);

        Assert.Equal(today, new Uri(visit.Page.Url).Fragment);
        Assert.Equal($"view-{today[2..].Split('/')[0]}", await visit.Page.Locator("main").GetAttributeAsync("class"));
    }

    [Fact]
    public async Task A_refusal_points_at_its_byte_and_at_the_file_that_refuses()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/bare-lf?on=handrolled");
        var page = visit.Page;
        await page.ClickAsync(".orders button.main");
        await page.ClickAsync("[data-server=handrolled] footer button");
        await page.ClickAsync(".look-head .switch button[value=sent]");

        await page.Locator(".refusal").WaitForAsync();
        Assert.Equal("0A", await page.Locator(".hex .offence").First.InnerTextAsync());
        Assert.Contains("BareLf", await page.Locator(".refusal .reason").InnerTextAsync(), StringComparison.Ordinal);
        var place = await page.Locator(".refusal .place").InnerTextAsync();
        Assert.Matches(@"^HandRolledHttp/Http1/RequestHeadParser\.cs:[0-9]+$", place);
        await page.ClickAsync(".refusal .place");
        await page.Locator(".source-code tr.here").WaitForAsync();
        var here = await page.Locator(".source-code tr.here").InnerTextAsync();
        Assert.StartsWith(place.Split(':')[1], here, StringComparison.Ordinal);
        Assert.Contains("RejectionReason.BareLf", here, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_response_never_replaces_what_was_asked_for_after_it()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/bare-lf?on=handrolled");
        var page = visit.Page;
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = 0;
        await page.RouteAsync("**/api/dissect", route => Interlocked.Increment(ref requests) == 1 ? Hold() : route.ContinueAsync());
        page.RequestFailed += (_, request) => _ = request.Url.EndsWith("/dissect", StringComparison.Ordinal) && dropped.TrySetResult();
        await page.ClickAsync(".orders button.main");
        await page.ClickAsync("[data-server=handrolled] footer button");
        await asked.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);

        await page.ClickAsync(".look-head .switch button[value=sent]");

        await dropped.Task.WaitAsync(Hang.Guard, TestContext.Current.CancellationToken);
        Assert.Equal("0A", await page.Locator(".hex .offence").First.InnerTextAsync());

        Task Hold()
        {
            asked.SetResult();
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task A_header_shows_its_rule_with_the_line_that_enforces_it_ready_to_copy()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/explain");
        var page = visit.Page;
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Locator(".panes").WaitForAsync();
        await page.Locator(".spans [role=option]", new() { HasText = "example.com" }).HoverAsync();
        var place = page.Locator(".rule-card .place");
        await Assertions.Expect(place).ToHaveTextAsync(HostRule());
        Assert.Contains("RFC 9110 §7.2", await page.Locator(".rule-card").InnerTextAsync(), StringComparison.Ordinal);
        await page.ClickAsync(".rule-card .place + button");
        await page.GetByText("Copied").First.WaitForAsync();
        Assert.Equal(await place.InnerTextAsync(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [Fact]
    public async Task What_a_response_should_not_contain_is_noted_as_on_the_terminal()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/explain");
        var page = visit.Page;
        await page.FillAsync("textarea", "HTTP/1.1 204 No Content\\r\\n\nContent-Length: 2\\r\\n\n\\r\\n");

        await Assertions.Expect(page.Locator("p.note")).ToHaveTextAsync(new Regex("204.*Content-Length|Content-Length.*204"));
        await page.FillAsync("textarea", "HTTP/1.1 200 OK\\r\\n\nContent-Length: 0\\r\\n\n\\r\\n");
        await Assertions.Expect(page.Locator("p.note")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Message_and_protocol_are_told_apart_in_every_column()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/plain-get?on=raw,handrolled");
        var page = visit.Page;
        await page.ClickAsync(".orders button.main");
        await page.Locator(".comparison").WaitForAsync();
        Assert.All(await Numbers("raw"), number => Assert.Matches("^([0-9]+) of \\1 bytes are the message$", number));
        var http = await Numbers("handrolled");
        Assert.StartsWith("0 of ", http[0], StringComparison.Ordinal);
        Assert.Matches("^1[0-9] of 1[0-9]{2} bytes are the message$", http[1]);

        async Task<IReadOnlyList<string>> Numbers(string server)
        {
            var numbers = await page.Locator($"[data-server={server}] .carried .number").AllInnerTextsAsync();
            Assert.Equal(2, numbers.Count);
            return numbers;
        }
    }

    [Fact]
    public async Task An_edited_experiment_is_sent_as_it_was_edited()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/plain-get?on=handrolled");
        var page = visit.Page;
        var script = await page.Locator("textarea").InputValueAsync();
        await page.FillAsync("textarea", script.Replace("name=Server", "name=Reader", StringComparison.Ordinal));
        await page.Locator(".changed").WaitForAsync();
        await page.Locator("textarea").PressAsync("Control+Enter");
        await page.GetByText("Hello, Reader!").WaitForAsync();

        await page.ClickAsync(".changed button");
        Assert.Equal(script, await page.Locator("textarea").InputValueAsync());
    }

    [Fact]
    public async Task A_mistake_in_a_script_is_told_with_its_line()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/explain");
        var page = visit.Page;
        await page.FillAsync("textarea", "GET / HTTP/1.1\\r\\n\nHost: \\q");
        await page.GetByText("line 2", new() { Exact = false }).First.WaitForAsync();
        await page.Locator(".behind .mistake").WaitForAsync();
        visit.Expect(400);
    }

    [Fact]
    public async Task A_curl_command_becomes_bytes()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/own?on=handrolled");
        var page = visit.Page;
        await page.ClickAsync(".desk-help details summary");
        await page.FillAsync(".curl input", "curl -d 'a=b' http://127.0.0.1:8081/echo");
        await page.Locator(".curl input").PressAsync("Enter");
        await Assertions.Expect(page.Locator("textarea")).ToHaveValueAsync(PostToEcho());
        await page.ClickAsync(".orders button.main");
        await page.Locator("[data-server=handrolled] .event.received").WaitForAsync();
        Assert.Contains("a=b", await page.Locator("[data-server=handrolled] .event.received pre").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".curl input", "\n")]
    [InlineData(".curl input", "\r\n")] // Windows' clipboard
    [InlineData("textarea", "\n")]
    [InlineData("textarea", "\r\n")]
    public async Task A_pasted_command_keeps_its_lines(string into, string lineEnd)
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/own?on=handrolled");
        var page = visit.Page;
        await page.ClickAsync(".desk-help details summary");

        (string Command, string Body)[] pastes =
        [
            ($"curl http://127.0.0.1:8081/echo \\{lineEnd}  -d 'a{lineEnd}b\rc'", @"a\\n\s*b\\r\s*c"),
            ("curl http://127.0.0.1:8081/echo -d 'd\re'", @"d\\r\s*e"),
        ];
        foreach (var (command, body) in pastes)
        {
            await page.EvaluateAsync("""
                ([into, text]) => {
                  const clipboardData = new DataTransfer();
                  clipboardData.setData('text/plain', text);
                  document.querySelector(into).dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
                }
                """, new[] { into, command });

            await Assertions.Expect(page.Locator("textarea")).ToHaveValueAsync(new Regex(body));
        }
    }

    [Fact]
    public async Task Bytes_in_a_link_wait_for_a_hand_before_they_are_sent()
    {
        await using var visit = await PageVisit.OpenAsync(
            browser, fixture,
            $"/experiments/own/{Base64Url("GET /hello?name=Link HTTP/1.1\\r\\nHost: {authority}\\r\\n\\r\\n")}?on=minimal&run");
        var page = visit.Page;
        Assert.Contains("name=Link", await page.Locator("textarea").InputValueAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator(".server-column").CountAsync());
        await page.ClickAsync(".orders button.main");
        await page.GetByText("Hello, Link!").WaitForAsync();
    }

    [Fact]
    public async Task Bytes_from_a_server_are_text_and_never_markup()
    {
        await using var visit = await PageVisit.OpenAsync(browser, fixture, "/experiments/own?on=raw");
        var page = visit.Page;
        await page.FillAsync("textarea", "<img src=x onerror=alert(1)><script>document.title='taken'</script>\\xE2\\x80\\xAEabc");
        await page.ClickAsync(".orders button.main");
        await page.Locator("[data-server=raw] .event.received").WaitForAsync();
        Assert.Equal(0, await page.Locator("main img, main script").CountAsync());
        Assert.Contains("\\u{202E}", await page.Locator("[data-server=raw] .event.received pre").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static ILocator Summary(IPage page, string server) => page.Locator($"[data-server={server}] .summary");

    [GeneratedRegex(@"^HandRolledHttp/Http1/HostField\.cs:[0-9]+$")]
    private static partial Regex HostRule();

    [GeneratedRegex("^POST /echo HTTP/1.1")]
    private static partial Regex PostToEcho();

    private static string Base64Url(string text) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
}
