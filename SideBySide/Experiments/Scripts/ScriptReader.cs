using System.Globalization;
using SideBySide.Language;

namespace SideBySide.Experiments.Scripts;

/// <summary>
/// Reads a script. A script may come from an untrusted source: it can only open, use and end connections to the selected server. Each
/// mistake is reported with line and column.
/// </summary>
public sealed class ScriptReader
{
    private readonly string _text;
    private readonly ScriptCheck _check = new();
    private readonly List<PlacedStep> _steps = [];
    private readonly List<ScriptMistake> _mistakes = [];
    private string _on = Script.FirstConnection;
    private (int At, int Times, int Piece, TimeSpan Apart)? _how;

    private ScriptReader(string text) => _text = text;

    /// <summary>Reads a script completely.</summary>
    public static Script Read(string text)
    {
        if (text.Length > ScriptLimits.Length)
            return new Script([], [new ScriptMistake(1, 1, Texts.ScriptTooLong(ScriptLimits.Length))]);
        var reader = new ScriptReader(text);
        reader.ReadAll();
        return new Script(reader._steps, reader._mistakes);
    }

    private void ReadAll()
    {
        var pending = 0;
        for (int begin; (begin = _text.IndexOf(Script.MarkBegin, pending)) >= 0;)
        {
            var end = _text.IndexOf(Script.MarkEnd, begin);
            if (end < 0 || _text.AsSpan(begin + 1, end - begin - 1).ContainsAny(Script.MarkBegin, '\n'))
            {
                Wrong(begin, Texts.MarkNotClosed);
                return; // the rest is ambiguous
            }

            ReadMark(pending, begin, end);
            pending = end + 1;
        }

        Send(pending, _text.Length, always: false);
        if (_how is { } how)
            Wrong(how.At, Texts.NothingToSend);
    }

    private void ReadMark(int pending, int begin, int end)
    {
        var directive = ScriptDirective.Read(_text[(begin + 1)..end]);
        Send(pending, begin, always: directive is SendDirective);
        switch (directive)
        {
            case OnDirective on: _on = on.Name; break;
            case TimesDirective times: _how = (_how ?? (begin, 1, 0, TimeSpan.Zero)) with { Times = times.Times }; break;
            case PiecesDirective pieces: _how = (_how ?? (begin, 1, 0, TimeSpan.Zero)) with { Piece = pieces.Bytes, Apart = pieces.Apart }; break;
            case StepDirective step: Add(step.On(_on), begin); break;
            case null: Wrong(begin, Texts.UnknownMark(_text[begin..(end + 1)])); break;
        }
    }

    // The text between two marks is one send.
    private void Send(int from, int to, bool always)
    {
        (from, to) = WithoutLayout(from, to);
        if (from == to && !always)
            return;
        var (_, times, piece, apart) = _how ?? (from, 1, 0, TimeSpan.Zero);
        _how = null;
        Add(new SendStep(_on, _text[from..to], times, piece, apart, Script.Patience), from);
    }

    // Line breaks are layout; so are blanks between a line break and a mark, or between two marks.
    private (int From, int To) WithoutLayout(int from, int to)
    {
        var text = _text.AsSpan(from, to - from);
        if (text.IsWhiteSpace())
            return (from, from);
        if (from > 0 && text.IndexOfAnyExcept(' ', '\t') is var first && IsBreak(from + first))
            from += first;
        if (to < _text.Length && text.LastIndexOfAnyExcept(' ', '\t') is var last && IsBreak(to - text.Length + last))
            to = to - text.Length + last;
        while (IsBreak(from))
            from++;
        while (IsBreak(to - 1))
            to--;
        return (from, to);
    }

    private bool IsBreak(int at) => _text[at] is '\r' or '\n';

    private void Add(ScriptStep step, int at)
    {
        if (_check.Of(step) is { } wrong)
            Wrong(at + wrong.At, wrong.What);
        var (line, column) = Place(at);
        _steps.Add(new PlacedStep(step, line, column));
    }

    private void Wrong(int at, LocalizedText what)
    {
        var (line, column) = Place(at);
        _mistakes.Add(new ScriptMistake(line, column, what));
    }

    private (int Line, int Column) Place(int at)
    {
        var before = _text.AsSpan(0, at);
        return (before.Count('\n') + 1, at - before.LastIndexOf('\n'));
    }
}

/// <summary>The meaning of a mark.</summary>
internal abstract record ScriptDirective
{
    /// <summary>
    /// Reads the text between the brackets: <c>pause 100</c>, <c>finish</c>, <c>reset</c>, <c>close</c>, <c>connect</c>, <c>on b</c>,
    /// <c>times 3</c>, <c>pieces 1 20</c>, and <c>await</c> with <c>answer</c>, <c>2 answers</c>, <c>5 bytes</c>, <c>upgrade</c>, <c>2 frames</c>, <c>end</c> or <c>"text"</c>.
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
            [var count, "frame" or "frames", .. var within] when Number(count) is > 0 and var n => Waits(new(Frames: n), within),
            ["upgrade", .. var within] => Waits(new(Upgrade: true), within),
            ["end", .. var within] => Waits(new(End: true), within),
            _ => null,
        };
    }

    private static StepDirective? Waits(AwaitCondition what, string[] within) => within switch
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
