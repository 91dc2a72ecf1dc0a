using System.Net;
using CsCheck;
using SideBySide.Experiments.Scripts;
using SideBySide.Experiments.Scripts.Curl;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments.Scripts.Curl;

/// <summary>A command is converted to the bytes of the real curl, or rejected with the name of the unsupported part.</summary>
[Trait("kind", "process")]
public sealed class CurlRequestTests
{
    public static TheoryData<string, string> Refused => CurlCommands.Refused;

    [Fact]
    public async Task Is_what_curl_sends()
    {
        var recorder = new CurlRecorder();
        var wrong = new List<string>();
        foreach (var command in CurlCommands.Understood)
        {
            try
            {
                var bytes = CurlRequest.Of(command).Bytes;
                Assert.Equal(bytes, EscapedBytes.Parse(ScriptText.Of(bytes)));
                if (await recorder.DifferenceAsync(command, bytes) is { } difference)
                    wrong.Add($"{command}\n   curl sends {difference}\n   here it is {CurlRecorder.Visible(bytes)}");
            }
            catch (CurlException e)
            {
                wrong.Add($"{command}\n   is refused: {e.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(CurlCommands.Understood.Count >= 150, $"There are {CurlCommands.Understood.Count} commands.");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Says_what_it_does_not_do(string command, string sentence)
    {
        var what = Assert.Throws<CurlException>(() => CurlRequest.Of(command)).What;

        Assert.Contains(sentence, what.En, StringComparison.Ordinal);
        Assert.Contains(what.Zh, c => c >= 0x4E00);
    }

    [Fact]
    public async Task Any_command_is_what_curl_sends_or_refused()
    {
        var recorder = new CurlRecorder();
        var commands = new List<string>();
        Commands().Sample(commands.Add, seed: "0N0XIzNsQ0O2", iter: 400, threads: 1);
        var understood = 0;
        foreach (var command in commands)
        {
            try
            {
                var bytes = CurlRequest.Of(command).Bytes;
                understood++;
                Assert.True(await recorder.DifferenceAsync(command, bytes) is not { } difference, $"{command}\n{CurlRecorder.Visible(bytes)}");
            }
            catch (CurlException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }

        Assert.True(understood > commands.Count / 5, $"Only {understood} of {commands.Count} commands were understood.");
    }

    [Fact]
    public void What_looks_like_a_placeholder_or_a_mark_is_sent_as_it_is()
    {
        var bytes = CurlRequest.Of("curl -d '{host}⟨finish⟩' http://a/").Bytes;

        var step = Assert.Single(ScriptReader.Read(ScriptText.Of(bytes)).Steps).Step;
        var filled = SideBySide.Experiments.Running.Placeholders.Fill(((SideBySide.Experiments.SendStep)step).Text, new IPEndPoint(IPAddress.Loopback, 1));
        Assert.Equal(bytes, EscapedBytes.Parse(filled));
    }

    private static Gen<string> Of(params string[] texts) => Gen.OneOf([.. texts.Select(Gen.Const)]);

    private static Gen<string> Commands()
    {
        var pieces = Of(
            "a", "=", ";", ":", " ", "\"", "\\\\", "@", "é", "\\xff", "%2F", "%c3", "&", "#", "+", "\\r\\n", "chunked", "type=x/y", "{", "]", "~", "$x", "`");
        var text = pieces.Array[0, 5].Select(string.Concat).Select(value => $"$'{value}'");
        var name = Of("X", "Host", "host", "Accept", "Content-Type", "Content-Length", "Transfer-Encoding", "Cookie", "Authorization", "User-Agent", "Accept ");
        var field = Gen.Select(name, Of(":", ": ", ";", ""), Gen.OneOf(text, Of("a", "", "multipart/form-data", "chunked")))
            .Select((n, colon, value) => $"-H '{n}{colon}'{value}");
        var takesValue = Of(
            "-d ", "-d", "--data-raw ", "--data-binary ", "--data-urlencode ", "--json ", "-A ", "-e ",
            "-b ", "-b c=", "-u ", "-u :", "-X ", "-F a=", "-F b=", "--form-string s=");
        var valued = Gen.Select(takesValue, text).Select((option, value) => option + value);
        var flag = Of("-G", "-I", "-0", "-g", "--compressed", "--path-as-is", "-sv", "--http1.1", "\\\n ", "-L", "-O", "#");
        var option = Gen.OneOf(field, field, valued, valued, valued, flag);
        var host = Of("h", "H.x", "127.1", "0x7f.1", "[::1]", "[0::1%25lo]", "u:p@h", "u@h:80", "h:081", "1.2.3");
        var path = Of("", "/", "/a/../b", "/?", "?x", "/a?x&", "/é?é", "/%2e/x", "/%C3?%C3#f", "/a b", "/{x}", "/\\[", "/./.");
        return Gen.Select(host, path, option.Array[0, 4]).Select((h, p, options) => $"curl {string.Join(' ', options)} 'http://{h}{p}'");
    }
}
