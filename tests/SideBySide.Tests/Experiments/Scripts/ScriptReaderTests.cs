using SideBySide.Experiments;
using SideBySide.Experiments.Scripts;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments.Scripts;

/// <summary>A script is read as it is written, and an error is reported with its place.</summary>
public sealed class ScriptReaderTests
{
    [Theory]
    [InlineData("hello", "a send hello")]
    [InlineData("GET\n /\n\n", "a send GET /")]
    [InlineData("HEL⟨pause 100⟩LO", "a send HEL; a pause 100; a send LO")]
    [InlineData("HEL \n  ⟨pause 100⟩  \n LO", "a send HEL ; a pause 100; a send  LO")]
    [InlineData("  ⟨pause 1⟩ ⟨finish⟩ \n", "a pause 1; a finish")]
    [InlineData("x⟨send⟩y", "a send x; a send y")]
    [InlineData("⟨send⟩", "a send ")]
    [InlineData("x⟨on b⟩y⟨reset⟩⟨on a⟩⟨close⟩", "a send x; b send y; b reset; a close")]
    [InlineData("⟨times 3⟩ab⟨pieces 2 20⟩cd", "a send ab ×3; a send cd /2 20")]
    [InlineData("⟨await answer⟩⟨await 2 answers 50⟩⟨await 5 bytes⟩⟨await end⟩⟨await \"a b\" 7⟩",
        "a await Answers=1 1000; a await Answers=2 50; a await Bytes=5 1000; a await End=True 1000; a await Text=a b 7")]
    public void Reads(string script, string steps)
    {
        var read = ScriptReader.Read(script);

        Assert.Empty(read.Mistakes);
        Assert.Equal(steps, string.Join("; ", read.Steps.Select(step => Words(step.Step))));
    }

    [Theory]
    [InlineData("a⟨jump⟩", 1, 2)]
    [InlineData("a\nbc⟨pause⟩", 2, 3)]
    [InlineData("a\r\nbc⟨pause -1⟩", 2, 3)]
    [InlineData("⟨pause 1.5⟩", 1, 1)]
    [InlineData("⟨await⟩", 1, 1)]
    [InlineData("⟨await 0 answers⟩", 1, 1)]
    [InlineData("⟨await \"\"⟩", 1, 1)]
    [InlineData("⟨await x\"y\"⟩", 1, 1)]
    [InlineData("⟨await \"\\q\"⟩", 1, 1)]
    [InlineData("⟨on a b⟩", 1, 1)]
    [InlineData("⟨on ../x⟩", 1, 1)]
    [InlineData("abc\ndef\\q", 2, 4)]
    [InlineData("abc\nd{frame tex}\\q", 2, 13)]
    [InlineData("abc\nd{frame tex}", 2, 2)]
    [InlineData("⟨await 0 frames⟩", 1, 1)]
    [InlineData("{frame text \"a\" times=1000000}{frame text \"a\" times=1000000}", 1, 1)]
    [InlineData("⟨pause 1⟩\n ab\\x1", 2, 4)]
    [InlineData("ab⟨pause 1", 1, 3)]
    [InlineData("ab⟨pause ⟨pause 1⟩", 1, 3)]
    [InlineData("x⟨close⟩y", 1, 9)]
    [InlineData("x⟨finish⟩y", 1, 10)]
    [InlineData("x⟨connect⟩", 1, 2)]
    [InlineData("x⟨times 2⟩", 1, 2)]
    [InlineData("x⟨times 2⟩\n⟨finish⟩", 1, 2)]
    public void Tells_line_and_column_of_a_mistake(string script, int line, int column)
    {
        var mistake = Assert.Single(ScriptReader.Read(script).Mistakes);

        Assert.Equal((line, column), (mistake.Line, mistake.Column));
    }

    [Fact]
    public void Tells_every_mistake() => Assert.Equal([1, 2, 4], ScriptReader.Read("\\q⟨x⟩\n⟨y⟩\n\n\\z").Mistakes.Select(mistake => mistake.Line).Distinct());

    [Fact]
    public void Nothing_in_a_script_is_without_a_bound()
    {
        Assert.All((string[])[
            new('x', ScriptLimits.Length + 1),
            "⟨times 2000000⟩x",
            "⟨times 2147483647⟩xxxx",
            "⟨pause 2147483647⟩",
            "⟨pause 8000⟩⟨await end 8000⟩",
            "⟨pieces 1 1⟩" + new string('x', 16_000),
            string.Concat(Enumerable.Range(0, 17).Select(i => $"⟨on c{i}⟩x")),
            string.Concat(Enumerable.Repeat("x⟨send⟩", 1001)),
        ], script => Assert.Single(ScriptReader.Read(script).Mistakes));
    }

    private static string Words(ScriptStep step) => $"{step.On} " + step switch
    {
        SendStep send => $"send {VisibleLines.Text(EscapedBytes.Parse(send.Text))}"
            + (send.Times > 1 ? $" ×{send.Times}" : "")
            + (send.Piece > 0 ? $" /{send.Piece} {send.Pause.TotalMilliseconds}" : ""),
        PauseStep pause => $"pause {pause.For.TotalMilliseconds}",
        AwaitStep wait => $"await {Words(wait.For)} {wait.Within.TotalMilliseconds}",
        _ => step.GetType().Name[..^4].ToLowerInvariant(),
    };

    private static string Words(AwaitCondition what) =>
        what.Answers is { } answers ? $"Answers={answers}"
        : what.Bytes is { } bytes ? $"Bytes={bytes}"
        : what.Text is { } text ? $"Text={text}"
        : $"End={what.End}";
}
