using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RawSocketServer.Hosting;
using TestKit;

namespace HandRolledHttp.Tests.Conformance;

/// <summary>The server with the routes of its own Program, in this process and on a real socket.</summary>
public sealed partial class RunningProgram : IAsyncLifetime
{
    private readonly IHost _host = Program.Create(["--urls", "http://127.0.0.1:0"], builder => builder.Logging.ClearProviders());
    private string _etag = "";
    private string _modified = "";

    public async ValueTask InitializeAsync()
    {
        await _host.StartAsync();
        await using var peer = await ConnectAsync();
        await peer.SendAsync("GET /files/hello.txt HTTP/1.1\r\nHost: x\r\n\r\n");
        var head = await peer.ReceiveUntilAsync("\r\n\r\n");
        _etag = ETag().Match(head).Groups[1].Value;
        _modified = LastModified().Match(head).Groups[1].Value;
    }

    public Task<Peer> ConnectAsync() => Peer.ConnectAsync(_host.Services.GetRequiredService<BoundUrls>().Urls[0]);

    /// <summary>Replaces the names of validators with those of /files/hello.txt; also with dates a second earlier and later.</summary>
    public string Fill(string text)
    {
        var modified = DateTimeOffset.ParseExact(_modified, "R", CultureInfo.InvariantCulture);
        return text
            .Replace("ETAG", _etag, StringComparison.Ordinal)
            .Replace("RFC850", modified.ToString("dddd, dd-MMM-yy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace(
                "ASCTIME",
                modified.ToString("ddd MMM ", CultureInfo.InvariantCulture) + $"{modified.Day,2}"
                    + modified.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture),
                StringComparison.Ordinal)
            .Replace("EARLIER", modified.AddSeconds(-1).ToString("R", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("LATER", modified.AddSeconds(1).ToString("R", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("MODIFIED", _modified, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [GeneratedRegex("\r\nETag: ([^\r]*)")]
    private static partial Regex ETag();

    [GeneratedRegex("\r\nLast-Modified: ([^\r]*)")]
    private static partial Regex LastModified();
}
