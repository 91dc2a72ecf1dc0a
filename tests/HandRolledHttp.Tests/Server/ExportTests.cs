using System.Threading.Channels;
using HandRolledHttp.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;
using TestKit;

namespace HandRolledHttp.Tests.Server;

/// <summary>The program with a collector: another HandRolledHttp, which accepts any data.</summary>
[Trait("kind", "process")]
public sealed class ExportTests
{
    [Fact]
    public async Task What_is_measured_is_sent_to_the_collector_that_the_environment_names()
    {
        var sent = Channel.CreateUnbounded<(string Path, string Content)>();
        await using var collector = WebServer.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders());
        collector.MapPost("/v1/{signal}", async (request, response) =>
        {
            var content = new MemoryStream();
            while (await request.Body.ReadAsync() is { IsEmpty: false } piece)
                content.Write(piece.Span);
            sent.Writer.TryWrite((request.RouteValue, System.Text.Encoding.Latin1.GetString(content.ToArray())));
            response.ContentType = "application/x-protobuf";
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        var environment = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Services.GetRequiredService<BoundUrls>().Urls[0],
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
            ["OTEL_SERVICE_NAME"] = "a-name-of-my-own",
        };
        await using var server = await ServerProcess.StartCommandAsync(
            "dotnet", [Repository.Program("HandRolledHttp"), "--urls", "http://127.0.0.1:0"], environment: environment);

        await using var peer = await Peer.ConnectAsync(server.Urls[0]);
        await peer.SendAsync("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200", await peer.ReceiveTextToEndAsync(), StringComparison.Ordinal);

        var missing = new HashSet<(string, string)>
        {
            ("metrics", "http.server.request.duration"), ("metrics", "socket.opened_connections"),
            ("metrics", "a-name-of-my-own"), ("traces", "GET /hello"), ("logs", "Now listening on"),
        };
        using var late = new CancellationTokenSource(Hang.Guard);
        while (missing.Count > 0)
        {
            var (signal, content) = await sent.Reader.ReadAsync(late.Token);
            missing.RemoveWhere(wanted => wanted.Item1 == signal && content.Contains(wanted.Item2, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_collector_that_is_no_URL_is_one_sentence()
    {
        var dotnet = Tool.Require("dotnet");
        var result = await dotnet.RunAsync([Repository.Program("HandRolledHttp"), "--urls", "http://127.0.0.1:0"],
            environment: new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector" });

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("OTEL_EXPORTER_OTLP_ENDPOINT is \"collector\"; it must be the URL of a collector, with scheme, host and port.\n", result.Error);
    }
}
