using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>requests.http: each request in it gets the status in its title from both servers.</summary>
public sealed partial class RequestsFileTests(ServersFixture servers)
{
    private const string Server = "{{server}}";

    private static readonly (int Status, string Request)[] s_requests =
    [
        .. Request().Matches(File.ReadAllText(Path.Combine(Repository.Root, "requests.http")).ReplaceLineEndings("\n"))
            .Select(match => (int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture), match.Groups["request"].Value.Trim('\n'))),
    ];

    [Theory, EachServer]
    public async Task A_request_of_the_file_gets_the_status_of_its_title(ServerUnderTest server)
    {
        Assert.NotEmpty(s_requests);
        foreach (var (status, text) in s_requests)
        {
            using var request = Read(text);
            using var response = await servers[server].Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.True(status == (int)response.StatusCode, $"{text}\n{(int)response.StatusCode}");
        }
    }

    // A first line, field lines, and a body after an empty line.
    private static HttpRequestMessage Read(string text)
    {
        var (head, body) = text.Split("\n\n", 2) is [var before, var after] ? (before, after) : (text, null);
        var lines = head.Split('\n');
        var first = lines[0].Split(' ', 2);
        Assert.StartsWith(Server, first[1], StringComparison.Ordinal);
        var request = new HttpRequestMessage(new HttpMethod(first[0]), first[1][Server.Length..]);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var field in lines[1..].Select(line => line.Split(": ", 2)))
        {
            if (!request.Headers.TryAddWithoutValidation(field[0], field[1]))
                Assert.True(request.Content?.Headers.TryAddWithoutValidation(field[0], field[1]), field[0]);
        }

        return request;
    }

    [GeneratedRegex(@"^### (?<status>\d{3}): .*\n(?<request>(?:(?!###).*\n)+)", RegexOptions.Multiline)]
    private static partial Regex Request();
}
