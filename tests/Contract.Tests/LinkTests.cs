using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>Symbolic links below /files: both servers follow them within the folder, and never out of it.</summary>
public sealed class LinkTests : IClassFixture<LinkTests.Links>
{
    private readonly ServersFixture _servers;
    private readonly Links _links;

    public LinkTests(ServersFixture servers, Links links) => (_servers, _links) = (servers, links);

    [Theory]
    [EachServer("out.txt")]
    [EachServer("relative.txt")]
    [EachServer("above.txt")]
    [EachServer("folder/secret.txt")]
    [EachServer("chain.txt")]
    [EachServer("circle.txt")]
    public async Task No_link_leads_out_of_the_folder(ServerUnderTest server, string path)
    {
        var answer = await GetAsync(server, path);

        Assert.Equal(404, answer.Status);
        Assert.DoesNotContain(Links.Secret, answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [EachServer("within.txt")]
    [EachServer("around.txt")]
    public async Task A_link_within_the_folder_is_followed(ServerUnderTest server, string path)
    {
        var answer = await GetAsync(server, path);

        Assert.Equal((200, "Hello from a file.\n"), (answer.Status, answer.Text));
    }

    private Task<Answer> GetAsync(ServerUnderTest server, string path) =>
        _servers[server].AskAsync($"GET /files/{_links.Name}/{path} HTTP/1.1\r\nHost: x\r\n\r\n");

    /// <summary>A folder of links among the files that both servers serve.</summary>
    public sealed class Links : IDisposable
    {
        public const string Secret = "kept outside";

        private readonly DirectoryInfo _outside = Directory.CreateTempSubdirectory("outside-");
        private readonly DirectoryInfo _folder;

        public Links()
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a right there.");
            _folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "site", "files", Name));
            var secret = Path.Combine(_outside.FullName, "secret.txt");
            File.WriteAllText(secret, Secret);
            Link("out.txt", secret);
            Link("relative.txt", Path.GetRelativePath(_folder.FullName, secret));
            Link("above.txt", "../../index.html");
            Link("folder", _outside.FullName);
            Link("chain.txt", "out.txt");
            Link("circle.txt", "circle.txt");
            Link("within.txt", "../hello.txt");
            Link("around.txt", $"../../files/{Name}/within.txt");
        }

        public string Name { get; } = "links-" + Guid.NewGuid().ToString("N");

        public void Dispose()
        {
            _folder.Delete(recursive: true); // deletes links, not their targets
            _outside.Delete(recursive: true);
        }

        private void Link(string name, string target) => File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), target);
    }
}
