using System.Text;
using CsCheck;
using SideBySide.Experiments.Scripts.Curl;

namespace SideBySide.Tests.Experiments.Scripts.Curl;

/// <summary>Words are split as a real shell splits them.</summary>
[Trait("kind", "process")]
public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("curl  a\tb", "curl|a|b")]
    [InlineData("curl 'a b' \"c d\" e\\ f", "curl|a b|c d|e f")]
    [InlineData("curl 'it'\\''s' \"a\\\"b\\\\c\\n\"", "curl|it's|a\"b\\c\\n")]
    [InlineData("curl -d '' \"\"", "curl|-d||")]
    [InlineData("curl \\\n  a\\\nb \"c\\\nd\"", "curl|ab|cd")]
    [InlineData("curl $'a\\r\\n\\t\\\\\\'\\x41\\u4f60'", "curl|a\r\n\t\\'A你")]
    [InlineData("curl $'\\U1F600' 😀", "curl|😀|😀")]
    [InlineData("curl a\rb c\u2028d", "curl|a\rb|c\u2028d")]
    [InlineData("curl 5$ \"5$\" a}", "curl|5$|5$|a}")]
    [InlineData("curl a#b # what follows is for people", "curl|a#b")]
    [InlineData("curl 'a|b;$(c)`d`'", "curl|a|b;$(c)`d`")]
    public void Cuts(string line, string words) => Assert.Equal(words, string.Join('|', ShellWords.Split(line).Select(word => word.Text)));

    [Fact]
    public void Keeps_bytes_that_are_no_text() => Assert.Equal([0xFF, 0x01, 0xED, 0xA0, 0xBD], ShellWords.Split("$'\\xff\\001\\ud83d'").Single().Bytes);

    [Theory]
    [InlineData("curl 'a")]
    [InlineData("curl \"a")]
    [InlineData("curl \"a\\")]
    [InlineData("curl $'a")]
    [InlineData("curl $'a\\")]
    [InlineData("curl $'\\x'")]
    [InlineData("curl $'\\q'")]
    [InlineData("curl a\\")]
    [InlineData("curl a | sh")]
    [InlineData("curl a; rm b")]
    [InlineData("curl a && b")]
    [InlineData("curl a > b")]
    [InlineData("curl $HOME")]
    [InlineData("curl \"$HOME\"")]
    [InlineData("curl \"`id`\"")]
    [InlineData("curl `id`")]
    [InlineData("curl $(id)")]
    public void Refuses_what_a_shell_would_do_beyond_cutting(string line) => Assert.Throws<CurlException>(() => ShellWords.Split(line));

    [Fact]
    public async Task Agrees_with_bash()
    {
        var bash = Tool.Require("bash");
        var lines = new List<string>();
        string[] pieces =
        [
            "a", " ", "'", "\"", "\\", "$'", "\\x41", "\\n", "'b c'", "\"d e\"", "你", "\n", "\r", "\f", "\u2028",
            "#", ";", "~", "=", "$", "\\041", "\\u00e9", "\\\n", "}"
        ];
        Gen.OneOf([.. pieces.Select(Gen.Const)]).Array[1, 12].Select(string.Concat)
            .Sample(lines.Add, iter: 600, threads: 1);
        lines.RemoveAll(line => !IsCut($"x{line}"));

        // Each separately: a line that ends in a backslash would continue in the next one.
        var result = await bash.RunAsync(["-c", "for line; do eval \"printf '<%s>' x$line\"; printf '\\0'; done", "bash", .. lines]);

        Assert.All(lines.Zip(Encoding.Latin1.GetString(result.Output).Split('\0')), pair =>
        {
            var (line, printed) = pair;
            Assert.Equal(printed, string.Concat(ShellWords.Split($"x{line}").Select(word => $"<{Encoding.Latin1.GetString(word.Bytes)}>")));
        });
        Assert.Equal(lines.Count, result.Output.Count(one => one == 0));
    }

    private static bool IsCut(string line)
    {
        try
        {
            _ = ShellWords.Split(line);
            return true;
        }
        catch (CurlException)
        {
            return false;
        }
    }
}
