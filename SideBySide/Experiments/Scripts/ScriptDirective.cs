using System.Globalization;

namespace SideBySide.Experiments.Scripts;

/// <summary>The meaning of a mark.</summary>
internal abstract record ScriptDirective
{
    /// <summary>
    /// Reads the text between the brackets: <c>pause 100</c>, <c>finish</c>, <c>reset</c>, <c>close</c>, <c>connect</c>, <c>on b</c>,
    /// <c>send</c>, <c>times 3</c>, <c>pieces 1 20</c>, and <c>await</c> with <c>answer</c>, <c>2 answers</c>, <c>5 bytes</c>, <c>end</c>
    /// or <c>"text"</c>. An <c>await</c> may end with its time limit in milliseconds: <c>await end 3000</c>.
    /// </summary>
    /// <returns>Null for any other text.</returns>
    public static ScriptDirective? Read(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["on", var name] when IsName(name) => new OnDirective(name),
        ["send"] => new SendDirective(),
        ["times", var times] when Number(times) is > 0 and var n => new TimesDirective(n),
        ["pieces", var bytes, var apart] when Number(bytes) is > 0 and var n && Number(apart) is { } ms => new PiecesDirective(n, TimeSpan.FromMilliseconds(ms)),
        ["connect"] => new StepDirective(on => new ConnectStep(on, Destination.Server, new ConnectOptions())),
        ["finish"] => new StepDirective(on => new FinishStep(on)),
        ["reset"] => new StepDirective(on => new ResetStep(on)),
        ["close"] => new StepDirective(on => new CloseStep(on)),
        ["pause", var pause] when Number(pause) is { } ms => new StepDirective(on => new PauseStep(on, TimeSpan.FromMilliseconds(ms))),
        ["await", .. var what] => Await(text, what),
        _ => null,
    };

    private static StepDirective? Await(string text, string[] words)
    {
        if (text.IndexOf('"', StringComparison.Ordinal) is var open and >= 0)
        {
            var close = text.LastIndexOf('"');
            return close > open + 1 && words[0].StartsWith('"') ? Waits(new(Text: text[(open + 1)..close]), text[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)) : null;
        }

        return words switch
        {
            ["answer", .. var within] => Waits(new(Answers: 1), within),
            [var count, "answer" or "answers", .. var within] when Number(count) is > 0 and var n => Waits(new(Answers: n), within),
            [var count, "byte" or "bytes", .. var within] when Number(count) is > 0 and var n => Waits(new(Bytes: n), within),
            ["end", .. var within] => Waits(new(End: true), within),
            _ => null,
        };
    }

    private static StepDirective? Waits(Awaited what, string[] within) => within switch
    {
        [] => new StepDirective(on => new AwaitStep(on, what, Script.Patience)),
        [var time] when Number(time) is > 0 and var ms => new StepDirective(on => new AwaitStep(on, what, TimeSpan.FromMilliseconds(ms))),
        _ => null,
    };

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsName(string name) => name.Length <= 16 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}

/// <summary>Selects the connection of the next steps.</summary>
internal sealed record OnDirective(string Name) : ScriptDirective;

/// <summary>Ends a send: the text before it is one send.</summary>
internal sealed record SendDirective : ScriptDirective;

/// <summary>Repeats the next send.</summary>
internal sealed record TimesDirective(int Times) : ScriptDirective;

/// <summary>Splits the next send into pieces.</summary>
internal sealed record PiecesDirective(int Bytes, TimeSpan Apart) : ScriptDirective;

/// <summary>A step on the selected connection.</summary>
internal sealed record StepDirective(Func<string, ScriptStep> On) : ScriptDirective;
