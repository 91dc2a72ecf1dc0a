using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;

namespace MinimalHttpServer.Tests;

/// <summary>No file outside the folder is served, even through a symbolic link; and each status has the fields that it requires.</summary>
public sealed class LinkTests : IDisposable
{
    private static readonly string s_files = Path.Combine(AppContext.BaseDirectory, "site", "files");

    private readonly WebApplicationFactory<Program> _factory = new();
    private readonly string _name = "link-" + Guid.NewGuid().ToString("N");
    private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("outside-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _factory.Dispose();
        foreach (var link in Directory.EnumerateFileSystemEntries(s_files, _name + "*"))
        {
            if (new DirectoryInfo(link).LinkTarget is null && Directory.Exists(link))
                Directory.Delete(link, recursive: true);
            else
                File.Delete(link);
        }

        _outside.Delete(recursive: true);
    }

    [Fact]
    public async Task No_link_leads_out_of_the_folder()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        File.WriteAllText(Path.Combine(_outside.FullName, "secret.txt"), "secret");
        var link = Path.Combine(s_files, _name);
        File.CreateSymbolicLink(link + "-file.txt", Path.Combine(_outside.FullName, "secret.txt"));
        File.CreateSymbolicLink(link + "-relative.txt", Path.GetRelativePath(s_files, Path.Combine(_outside.FullName, "secret.txt")));
        File.CreateSymbolicLink(link + "-above.txt", "../index.html");
        Directory.CreateSymbolicLink(link + "-folder", _outside.FullName);
        File.CreateSymbolicLink(link + "-chain.txt", link + "-file.txt");
        File.CreateSymbolicLink(link + "-circle.txt", link + "-circle.txt");
        File.CreateSymbolicLink(link + "-dots.txt", _name + "-folder/../" + _outside.Name + "/secret.txt");
        using var client = _factory.CreateClient();

        foreach (var path in new[] { "-file.txt", "-relative.txt", "-above.txt", "-folder/secret.txt", "-chain.txt", "-circle.txt", "-dots.txt" })
        {
            using var answer = await client.GetAsync($"/files/{_name}{path}", Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_link_within_the_folder_is_followed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
        File.CreateSymbolicLink(Path.Combine(s_files, _name + ".txt"), "hello.txt");
        using var client = _factory.CreateClient();

        Assert.Equal(await client.GetStringAsync("/files/hello.txt", Token), await client.GetStringAsync($"/files/{_name}.txt", Token));
    }

    [Theory]
    [InlineData(206, "Content-Range", "bytes 0-0/1")]
    [InlineData(401, "WWW-Authenticate", "Basic realm=\"status\"")]
    [InlineData(405, "Allow", "GET,HEAD,OPTIONS")]
    [InlineData(407, "Proxy-Authenticate", "Basic realm=\"status\"")]
    [InlineData(416, "Content-Range", "bytes */0")]
    [InlineData(426, "Upgrade", "HTTP/2.0")]
    public async Task A_status_comes_with_the_fields_that_it_asks_for(int status, string name, string value)
    {
        using var client = _factory.CreateClient();
        using var answer = await client.GetAsync($"/status/{status}", Token);

        Assert.Equal(status, (int)answer.StatusCode);
        var values = answer.Headers.TryGetValues(name, out var found) ? found : answer.Content.Headers.GetValues(name);
        Assert.Equal(value, string.Join(',', values));
    }
}
