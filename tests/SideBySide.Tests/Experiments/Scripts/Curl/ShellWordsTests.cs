using System.Text.RegularExpressions;
using CsCheck;
using SideBySide.Experiments.Scripts.Curl;

namespace SideBySide.Tests.Experiments.Scripts.Curl;

/// <summary>Words are cut as a real shell cuts them.</summary>
public sealed partial class ShellWordsTests
{
    [Theory]
    [InlineData("curl  a\tb", "curl|a|b")]
    [InlineData("curl 'a b' \"c d\" e\\ f", "curl|a b|c d|e f")]
    [InlineData("curl 'it'\\''s' \"a\\\"b\\\\c\\n\"", "curl|it's|a\"b\\c\\n")]
    [InlineData("curl -d '' \"\"", "curl|-d||")]
    [InlineData("curl \\\n  a\\\nb \"c\\\nd\"", "curl|ab|cd")]
    [InlineData("curl $'a\\r\\n\\t\\\\\\'\\x41\\u4f60'", "curl|a\r\n\t\\'A你")]
    [InlineData("curl $'\\ud83d\\ude00' 😀", "curl|😀|😀")]
    [InlineData("curl a#b # what follows is for people", "curl|a#b")]
    [InlineData("curl 'a|b;$(c)`d`'", "curl|a|b;$(c)`d`")]
    public void Cuts(string line, string words) => Assert.Equal(words, string.Join('|', ShellWords.Split(line).Select(word => word.Text)));

    [Fact]
    public void Keeps_bytes_that_are_no_text() => Assert.Equal([0xFF, 0x00, 0x61], ShellWords.Split("$'\\xff\\x00\\x61'").Single().Bytes);

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
        Gen.OneOf([.. ((string[])["a", " ", "'", "\"", "\\", "$'", "\\x41", "\\n", "'b c'", "\"d e\"", "你", "\n"]).Select(Gen.Const)]).Array[1, 12].Select(string.Concat)
            .Sample(lines.Add, iter: 300, threads: 1);
        foreach (var line in lines.Where(IsCut))
        {
            var result = await bash.RunAsync("-c", $"printf '<%s>' x {line}");
            Assert.Equal(result.Text, $"<x>{string.Concat(ShellWords.Split(line).Select(word => $"<{word.Text}>"))}");
        }
    }

    [GeneratedRegex(@"(?<!\\)(\\\\)*\n")]
    private static partial Regex EndOfCommand();

    // bash takes a line break for the end of the command, and would run what follows; unless an odd number of backslashes stands before it,
    // of which the last one is not escaped itself.
    private static bool IsCut(string line)
    {
        try
        {
            return ShellWords.Split(line).All(word => !word.Text.Contains('\0')) && !EndOfCommand().IsMatch(line);
        }
        catch (CurlException)
        {
            return false;
        }
    }
}
