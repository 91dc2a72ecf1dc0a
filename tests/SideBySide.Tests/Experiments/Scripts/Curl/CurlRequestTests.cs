using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using SideBySide.Experiments.Scripts;
using SideBySide.Experiments.Scripts.Curl;
using SideBySide.Wire;
using SideBySide.Wire.Messages;

namespace SideBySide.Tests.Experiments.Scripts.Curl;

/// <summary>What is made of a command is what curl itself sends.</summary>
public sealed partial class CurlRequestTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("curl {url}")]
    [InlineData("curl {url}/hello?name=Server")]
    [InlineData("curl '{url}/a/./b/../c?d=..#e'")]
    [InlineData("curl --path-as-is {url}/../etc/passwd")]
    [InlineData("curl -v -d 'a=b' {url}/echo")]
    [InlineData("curl -sS -d a=b -d c=d {url}/echo")]
    [InlineData("curl -da=b {url}/echo")]
    [InlineData("curl --data-binary $'a\\r\\nb' -H 'Content-Type: text/plain' {url}/echo")]
    [InlineData("curl --data-raw @a {url}/echo")]
    [InlineData("curl --data-urlencode 'name=你 好&~' --data-urlencode 'a=b' --data-urlencode '=c=d' {url}/form")]
    [InlineData("curl -G -d a=b --data-urlencode 'c=d e' {url}/hello?x=y")]
    [InlineData("curl -I {url}/")]
    [InlineData("curl -X DELETE {url}/")]
    [InlineData("curl -XPUT -d '' {url}/echo")]
    [InlineData("curl -0 {url}/")]
    [InlineData("curl -A me -e http://there/ -b a=b -b c=d -u user:pass {url}/")]
    [InlineData("curl http://us%20er:pw@{authority}/")]
    [InlineData("curl -H 'Accept:' -H 'X-Empty;' -H 'X-A:  b ' -H 'User-Agent: me' -H nonsense {url}/")]
    [InlineData("curl -H 'Host: elsewhere' -H 'B: c' {url}/")]
    [InlineData("curl -A '' {url}/")]
    [InlineData("curl --json '{\"a\": 1}' {url}/echo")]
    [InlineData("curl -F a=b -F 'c=d;type=text/plain' -F 'e=你' {url}/form")]
    [InlineData("curl --form-string 'a=@b;type=c' {url}/form")]
    [InlineData("curl -H 'Content-Type: text/plain' -d x -H 'Content-Length: 1' {url}/")]
    [InlineData("curl {url}/你好")]
    public async Task Is_what_curl_sends(string command)
    {
        var bash = Tool.Require("bash");
        _ = Tool.Require("curl");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var authority = listener.LocalEndPoint!.ToString()!;
        var line = command.Replace("{url}", $"http://{authority}", StringComparison.Ordinal).Replace("{authority}", authority, StringComparison.Ordinal);

        var request = CurlRequest.Of(line);
        var running = bash.RunAsync("-c", $"{line} --noproxy '*' --max-time 10");
        using var connection = await listener.AcceptAsync(Cancellation);
        var sent = await ReceiveAsync(connection);
        connection.Close();
        _ = await running;

        Assert.Equal(Comparable(sent), Comparable(Encoding.UTF8.GetString(request.Bytes)));
        Assert.Equal(request.Bytes, EscapedBytes.Parse(ScriptText.Of(request.Bytes)));
    }

    [Theory]
    [InlineData("wget http://a/", "begins with curl")]
    [InlineData("curl", "names no URL")]
    [InlineData("curl http://a/ http://b/", "several URLs")]
    [InlineData("curl ftp://a/", "no URL")]
    [InlineData("curl http://a:99999/", "no URL")]
    [InlineData("curl 'http://a/ b'", "no URL")]
    [InlineData("curl $'http://a/\\r\\nX: y'", "no URL")]
    [InlineData("curl -x http://proxy/ http://a/", "-x is not understood")]
    [InlineData("curl -vZ http://a/", "-Z is not understood")]
    [InlineData("curl --proxy-user a http://a/", "--proxy-user is not understood")]
    [InlineData("curl http://a/ -d", "-d needs a value")]
    [InlineData("curl -d @/etc/passwd http://a/", "\"@/etc/passwd\" would be read")]
    [InlineData("curl --data-binary @/etc/passwd http://a/", "\"@/etc/passwd\" would be read")]
    [InlineData("curl --data-urlencode a@/etc/passwd http://a/", "\"@/etc/passwd\" would be read")]
    [InlineData("curl --json @/etc/passwd http://a/", "\"@/etc/passwd\" would be read")]
    [InlineData("curl -F a=@/etc/passwd http://a/", "\"@/etc/passwd\" would be read")]
    [InlineData("curl -F 'a=</etc/passwd' http://a/", "\"</etc/passwd\" would be read")]
    [InlineData("curl -H @/etc/passwd http://a/", "\"@/etc/passwd\" would be read")]
    [InlineData("curl -b /etc/passwd http://a/", "\"/etc/passwd\" would be read")]
    [InlineData("curl -T /etc/passwd http://a/", "-T is not understood")]
    [InlineData("curl -K /etc/passwd http://a/", "-K is not understood")]
    [InlineData("curl -d a -F b=c http://a/", "exclude each other")]
    [InlineData("curl -I -d a http://a/", "exclude each other")]
    public void Says_what_it_does_not_do(string command, string sentence)
    {
        var what = Assert.Throws<CurlException>(() => CurlRequest.Of(command)).What;

        Assert.Contains(sentence, what.En, StringComparison.Ordinal);
        Assert.Contains(what.Zh, c => c >= 0x4E00);
    }

    [Fact]
    public void What_looks_like_a_placeholder_or_a_mark_is_sent_as_it_is()
    {
        var bytes = CurlRequest.Of("curl -d '{host}⟨finish⟩' http://a/").Bytes;

        var step = Assert.Single(ScriptReader.Read(ScriptText.Of(bytes)).Steps).Step;
        var filled = SideBySide.Experiments.Running.Placeholders.Fill(((SideBySide.Experiments.SendStep)step).Text, new IPEndPoint(IPAddress.Loopback, 1));
        Assert.Equal(bytes, EscapedBytes.Parse(filled));
    }

    private static async Task<string> ReceiveAsync(Socket connection)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(10));
        var received = new MemoryStream();
        var buffer = new byte[4096];
        while (!Dissector.Requests(received.ToArray()).Messages.Any(message => message.IsComplete || message.Refusal is not null))
        {
            var count = await connection.ReceiveAsync(buffer, patience.Token);
            if (count == 0)
                break;
            received.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(received.ToArray());
    }

    // curl names its version, and takes a random boundary; its versions differ in the boundary's length and in %e4 or %E4.
    private static string Comparable(string request)
    {
        var named = Percent().Replace(Version().Replace(request, "curl/8"), encoded => encoded.Value.ToUpperInvariant());
        return Boundary().IsMatch(named) ? Length().Replace(Boundary().Replace(named, "boundary"), "Content-Length: n") : named;
    }

    [GeneratedRegex("%[0-9a-f]{2}")]
    private static partial Regex Percent();

    [GeneratedRegex(@"Content-Length: \d+")]
    private static partial Regex Length();

    [GeneratedRegex(@"curl/\d[.\d]*")]
    private static partial Regex Version();

    [GeneratedRegex(@"-{24}\w+")]
    private static partial Regex Boundary();
}
