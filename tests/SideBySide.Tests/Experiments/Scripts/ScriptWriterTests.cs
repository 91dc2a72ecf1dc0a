using CsCheck;
using SideBySide.Experiments;
using SideBySide.Experiments.Scripts;
using SideBySide.Wire;

namespace SideBySide.Tests.Experiments.Scripts;

/// <summary>A written script can be read again, with the same meaning.</summary>
public sealed class ScriptWriterTests
{
    // Short, so that all pauses of all pieces together stay below a script's limit.
    private static readonly Gen<TimeSpan> s_time = Gen.Int[1, 5].Select(ms => TimeSpan.FromMilliseconds(ms));

    private static readonly string[] s_pieces =
    [
        "a", "⟨", "⟩", " ", "\n", "\r\n", "\t", @"\r\n", @"\\", @"\x00", "你", "\"", "⟨finish⟩", "{authority}", "{frame text \"你\"}"
    ];

    private static readonly Gen<string> s_text = Gen.OneOf([.. s_pieces.Select(Gen.Const)]).Array[0, 8].Select(string.Concat);

    private static readonly Gen<string> s_on = Gen.OneOf(Gen.Const("a"), Gen.Const("b"));

    private static readonly Gen<ScriptStep> s_step = Gen.OneOf<ScriptStep>(
        Gen.Select(s_on, s_text, Gen.Int[1, 3], Gen.Int[0, 2], s_time, (on, text, times, piece, pause) =>
            (ScriptStep)new SendStep(on, text, times, piece, piece == 0 ? TimeSpan.Zero : pause, Script.Patience)),
        Gen.Select(s_on, s_time, (on, time) => (ScriptStep)new PauseStep(on, time)),
        Gen.Select(s_on, Gen.Int[1, 3], s_time, (on, count, time) => (ScriptStep)new AwaitStep(on, new AwaitCondition(Answers: count), time)),
        Gen.Select(s_on, Gen.Int[1, 3], (on, count) => (ScriptStep)new AwaitStep(on, new AwaitCondition(Bytes: count), Script.Patience)),
        Gen.Select(s_on, s_time, (on, time) => (ScriptStep)new AwaitStep(on, new AwaitCondition(Text: "a \"⟩"), time)),
        Gen.Select(s_on, Gen.Int[1, 3], (on, count) => (ScriptStep)new AwaitStep(on, new AwaitCondition(Frames: count), Script.Patience)),
        Gen.Select(s_on, s_time, (on, time) => (ScriptStep)new AwaitStep(on, new AwaitCondition(Upgrade: true), time)),
        Gen.Select(s_on, s_time, (on, time) => (ScriptStep)new AwaitStep(on, new AwaitCondition(End: true), time)));

    [Fact]
    public void Written_and_read_back_gives_the_same_steps() => s_step.List[0, 8].Sample(steps =>
    {
        IReadOnlyList<ScriptStep> all = [.. steps, new FinishStep("a"), new AwaitStep("a", new AwaitCondition(End: true), Script.Patience), new CloseStep("b")];
        var script = ScriptWriter.Write(all);
        Assert.NotNull(script);
        AssertSame(all, script);
    }, iter: 2000);

    [Fact]
    public void Every_experiment_that_can_be_written_means_the_same_when_it_is_read()
    {
        var written = MatrixFixture.Catalogue.All.Select(experiment => (experiment.Steps, Script: ScriptWriter.Write(experiment.Steps)))
            .Where(pair => pair.Script is not null).ToArray();

        Assert.NotEmpty(written);
        Assert.All(written, pair => AssertSame(pair.Steps, pair.Script!));
    }

    [Fact]
    public void What_a_script_cannot_say_is_not_written()
    {
        Assert.All((ScriptStep[])[
            new ListenStep(""),
            new ProgramStep("", ["curl"], "", TimeSpan.FromSeconds(1)),
            new AwaitStep("a", new AwaitCondition(Unread: 1), Script.Patience),
            new InspectStep("a", InspectedProperty.Accepts),
            new AdvanceStep(TimeSpan.FromSeconds(1)), // not from a script: anyone may send one, and the server has other users
            new ConnectStep("a", Destination.Nobody, new ConnectOptions()),
            new ConnectStep("a", Destination.Room, new ConnectOptions()),
            new ConnectStep("a", Destination.Server, new ConnectOptions(Receives: false)),
            new ReceiveStep("a"),
            new SendStep("a", "x", 1, 0, TimeSpan.Zero, TimeSpan.FromSeconds(2)),
            new SendStep("a", "x", 16_000_000, 0, TimeSpan.Zero, Script.Patience),
        ], step => Assert.Null(ScriptWriter.Write([step])));
    }

    private static void AssertSame(IEnumerable<ScriptStep> steps, string script)
    {
        var read = ScriptReader.Read(script);
        Assert.Empty(read.Mistakes);
        Assert.Equal(steps.Select(Meaning), read.Steps.Select(step => Meaning(step.Step)));
    }

    // Line breaks are layout, and a bracket may be written as an escape. A script's wait may be for a timer of the server, so it does not end when the server
    // is idle.
    private static (ScriptStep, string) Meaning(ScriptStep step) => step switch
    {
        SendStep send => (send with { Text = "" }, Convert.ToHexString(EscapedBytes.Parse(send.Text))),
        AwaitStep { For.Text: { } text } wait => (wait with { For = new AwaitCondition(Text: ""), UntilIdle = false }, Convert.ToHexString(EscapedBytes.Parse(text))),
        AwaitStep wait => (wait with { UntilIdle = false }, ""),
        _ => (step, ""),
    };
}
