using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Contract.Tests.Servers;

namespace Contract.Tests;

/// <summary>Forms in both encodings of browsers.</summary>
public sealed class FormTests(ServersFixture servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EachServer("a=1&b=two+words&a=%E4%BD%A0", """{"fields":{"a":["1","你"],"b":"two words"},"files":[]}""")]
    [EachServer("z=1&a=2", """{"fields":{"z":"1","a":"2"},"files":[]}""")]
    [EachServer("a=", """{"fields":{"a":""},"files":[]}""")]
    [EachServer("a=b=c&d=%3D%26", """{"fields":{"a":"b=c","d":"=&"},"files":[]}""")]
    public async Task An_urlencoded_form_is_decoded(ServerUnderTest server, string body, string json)
    {
        using var content = new StringContent(body, Encoding.ASCII, new MediaTypeHeaderValue("application/x-www-form-urlencoded"));
        using var answer = await servers[server].Client.PostAsync("/form", content, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        Assert.Equal(json, await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory, EachServer]
    public async Task A_multipart_form_is_taken_apart_with_its_files(ServerUnderTest server)
    {
        const string Body =
            "--frontier\r\nContent-Disposition: form-data; name=\"word\"\r\n\r\n你好\r\n" +
            "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"点.bin\"\r\n" +
            "Content-Type: application/octet-stream\r\n\r\n\r\n--front\r\n\r\n" +
            "--frontier\r\nContent-Disposition: form-data; name=\"word\"\r\n\r\n\r\n" +
            "--frontier--\r\n";
        using var content = new StringContent(Body, Encoding.UTF8);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=frontier");
        using var answer = await servers[server].Client.PostAsync("/form", content, Token);
        Assert.Equal("""{"fields":{"word":["你好",""]},"files":[{"field":"file","name":"点.bin","type":"application/octet-stream","size":11}]}""",
            await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [EachServer("text/plain", "a=b", 415)]
    [EachServer(null, "a=b", 415)]
    [EachServer("multipart/form-data", "--x--", 400)]
    [EachServer("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end", 400)]
    [EachServer("multipart/form-data; boundary=x", "nothing here", 400)]
    public async Task What_is_no_form_is_refused(ServerUnderTest server, string? type, string body, int status)
    {
        using var content = new StringContent(body, Encoding.ASCII);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var answer = await servers[server].Client.PostAsync("/form", content, Token);
        Assert.Equal(status, (int)answer.StatusCode);
    }
}
