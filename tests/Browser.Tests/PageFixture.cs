using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(Browser.Tests.PageFixture))]

namespace Browser.Tests;

/// <summary>The whole program as a user starts it, on free ports, for the tests of its page. The first of them starts it.</summary>
public sealed partial class PageFixture : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("csvsbs-").FullName;
    private readonly SemaphoreSlim _starting = new(1);
    private ServerProcess? _process;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<Uri> AddressAsync()
    {
        await _starting.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            _process ??= await ServerProcess.StartCommandAsync(
                "dotnet", [Repository.Program("SideBySide"), .. FreePorts.But()], LastWords(),
                new Dictionary<string, string?> { ["XDG_DATA_HOME"] = _data, ["CI"] = null });
            return new Uri(_process.Urls[^1]); // the page's address is the last one
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>The address of one of its servers, as a browser writes it.</summary>
    /// <param name="id">The server's id.</param>
    public async Task<Uri> ServerAsync(string id)
    {
        using var client = new HttpClient { BaseAddress = await AddressAsync() };
        var servers = await client.GetFromJsonAsync<JsonElement>("api/servers", TestContext.Current.CancellationToken);
        var urls = servers.EnumerateArray().First(server => server.GetProperty("id").GetString() == id).GetProperty("urls").EnumerateArray();
        return new Uri(urls.First().GetString()!.Replace("tcp://", "http://", StringComparison.Ordinal));
    }

    /// <summary>The host's current resident memory in bytes.</summary>
    public async Task<long> WorkingSetAsync()
    {
        await AddressAsync();
        return _process!.WorkingSet;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _starting.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [GeneratedRegex("Ctrl-C")]
    private static partial Regex LastWords();
}
