using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer;
using RawSocketServer.Hosting;
using SideBySide.Cli;
using SideBySide.Measure.Load;

namespace SideBySide.Tests.Measure;

[Trait("kind", "process")]
public sealed class LoadTests
{
    private const int Exchanges = 20;

    private static readonly TimeSpan s_unused = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(Workload.Echo, 1)]
    [InlineData(Workload.Echo, 100_000)]
    public async Task Every_byte_of_an_echo_is_checked_and_counted(Workload workload, int size)
    {
        using var server = await StartAsync(RawSocketServer.Program.Create(["--urls", "tcp://127.0.0.1:0"], Quiet));
        var result = await RunAsync(server, workload, size);
        Assert.True(result.Requests >= Exchanges);
        Assert.Equal(size, result.BytesPerSecond / result.RequestsPerSecond, 0.001);
        Assert.InRange(result.P50, 1, result.P99);
    }

    [Theory]
    [InlineData(Workload.Get)]
    [InlineData(Workload.Pipelined)]
    [InlineData(Workload.Post)]
    public async Task Every_http_load_is_understood(Workload workload)
    {
        using var server = await StartAsync(HandRolledHttp.Program.Create(["--urls", "http://127.0.0.1:0"], Quiet));
        var result = await RunAsync(server, workload, 1000);
        Assert.True(result.Exchanges >= Exchanges);
        Assert.True(result.Requests >= (workload == Workload.Pipelined ? 16 : 1) * Exchanges);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_520)]
    [InlineData(65_521)]
    [InlineData(3_000_000)]
    public async Task A_body_of_any_length_goes_and_comes_back(int size)
    {
        using var server = await StartAsync(HandRolledHttp.Program.Create(["--urls", "http://127.0.0.1:0"], Quiet));
        var result = await RunAsync(server, Workload.Post, size);
        Assert.InRange(result.BytesPerSecond / result.RequestsPerSecond, size + 1, size + 500); // the body and a head
    }

    [Fact]
    public void A_request_carries_the_header_fields_that_were_asked_for()
    {
        var lines = Encoding.ASCII.GetString(new LoadExchange(Workload.Get, 13, fields: 100).Bytes.Span).Split("\r\n");
        Assert.Equal(1 + 100 + 2, lines.Length); // the request line, the fields, the empty line and the rest
        Assert.Equal(100, lines.Distinct().Count(line => line.Contains(": ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_load_through_TLS_trusts_one_certificate_and_no_other()
    {
        using TestCertificate certificate = new(), other = new();
        using var server = await StartAsync(HandRolledHttp.Program.Create(["--urls", "https://127.0.0.1:0", $"--Http:Certificate={certificate.Pfx}"], Quiet));
        Assert.True((await RunAsync(server, Workload.Get, 13, certificate.Pem)).Exchanges >= Exchanges);
        await Assert.ThrowsAsync<AuthenticationException>(() => RunAsync(server, Workload.Get, 13, other.Pem));
    }

    [Fact]
    public async Task A_server_that_answers_something_else_is_not_measured()
    {
        using var server = await StartAsync(RawSocketServer.Program.Create(["--urls", "tcp://127.0.0.1:0", "--mode", "greet"], Quiet));
        await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(server, Workload.Echo, 100));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    [InlineData(20_001, 1, 1)]
    public void A_load_out_of_bounds_is_one_sentence(int connections, int size, int seconds)
    {
        var plan = new LoadPlan(new IPEndPoint(IPAddress.Loopback, 1), Workload.Echo, connections, size, TimeSpan.Zero, TimeSpan.FromSeconds(seconds));
        Assert.Throws<UsageException>(plan.Validate);
    }

    [Fact]
    public void An_answer_is_learnt_once_its_head_is_whole_and_a_refusal_is_none()
    {
        var exchange = new LoadExchange(Workload.Pipelined, 13);
        Assert.False(exchange.Learn("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"u8));
        Assert.True(exchange.Learn("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"u8));
        Assert.Equal(16 * (38 + 5), exchange.AnswerLength);
        Assert.Throws<InvalidDataException>(() => exchange.Learn("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"u8));
    }

    [Fact]
    public void Rounds_that_lie_far_apart_lead_to_no_conclusion()
    {
        Assert.Contains("2.0 times", Table(100, 101), StringComparison.Ordinal);
        Assert.DoesNotContain(" times as many", Table(60, 101), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_001)]
    public void A_number_of_exchanges_out_of_bounds_is_one_sentence(int exchanges) => Assert.Throws<UsageException>(
        (new LoadPlan(new IPEndPoint(IPAddress.Loopback, 1), Workload.Echo, 1, 1, TimeSpan.Zero, TimeSpan.FromSeconds(1)) { Exchanges = exchanges }).Validate);

    private static string Table(double slowest, double fastest)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        return BenchTable.Of(
        [
            BenchRow.Of(new BenchCase("HandRolledHttp", Workload.Get, 13), [Result(2 * slowest), Result(2 * fastest)]),
            BenchRow.Of(new BenchCase("MinimalHttpServer", Workload.Get, 13), [Result(slowest), Result(fastest)]),
        ]);
    }

    private static LoadResult Result(double requests) => new(requests, 0, 1, 2, 3, 1, 1, 0);

    private static Task<LoadResult> RunAsync(IHost server, Workload workload, int size, string? trust = null)
    {
        var url = new Uri(server.Services.GetRequiredService<BoundUrls>().Urls[0]);
        var plan = new LoadPlan(IPEndPoint.Parse(url.Authority), workload, 8, size, TimeSpan.Zero, s_unused, Idle: 3)
        {
            Exchanges = Exchanges,
            Trust = trust,
        };
        plan.Validate();
        return new LoadClients(plan, TimeProvider.System).RunAsync(server: null, TestContext.Current.CancellationToken);
    }

    private static async Task<IHost> StartAsync(IHost server)
    {
        await server.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    private static void Quiet(HostApplicationBuilder builder) => builder.Logging.ClearProviders();
}
