using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Experiments.Scripts;

/// <summary>Checks each step: whether it is possible after the earlier ones and within the limits.</summary>
internal sealed class ScriptCheck
{
    private enum Stage
    {
        Open,
        Finished,
        Closed,
    }

    private readonly Dictionary<string, Stage> _connections = [];
    private int _steps;
    private long _bytes;
    private long _last;
    private TimeSpan _time;
    private bool _isTooMuch;

    /// <summary>The mistake in the next step and its offset within the step; null for none.</summary>
    public (int At, LocalizedText What)? Of(ScriptStep step)
    {
        if (step is SendStep send && Escapes(send) is { } escape)
            return escape;
        return (OfConnection(step) ?? OfAmount(step)) is { } what ? (0, what) : null;
    }

    private (int At, LocalizedText What)? Escapes(SendStep send)
    {
        try
        {
            _last = (long)EscapedBytes.Parse(send.Text).Length * send.Times;
            _bytes += _last;
            return null;
        }
        catch (EscapeException e)
        {
            return (e.Offset, Texts.BadEscape(e.Escape));
        }
    }

    private LocalizedText? OfConnection(ScriptStep step)
    {
        if (step is PauseStep)
            return null;
        var isKnown = _connections.TryGetValue(step.On, out var stage);
        _connections[step.On] = step switch { FinishStep => Stage.Finished, ResetStep or CloseStep => Stage.Closed, _ => stage };
        return (step, stage) switch
        {
            (ConnectStep, _) when isKnown => Texts.ConnectionTwice(step.On),
            (_, Stage.Closed) => Texts.ConnectionClosed(step.On),
            (SendStep or FinishStep, Stage.Finished) => Texts.ConnectionFinished(step.On),
            (AwaitStep { For.Text: { } text }, _) when !IsEscaped(text) => Texts.BadEscape(text),
            _ => null,
        };
    }

    // Reported once: every later step would exceed the limit too.
    private LocalizedText? OfAmount(ScriptStep step)
    {
        _steps++;
        _time += step switch
        {
            PauseStep pause => pause.For,
            AwaitStep wait => wait.Within,
            SendStep { Piece: > 0 } send => send.Pause * (_last / send.Piece),
            _ => TimeSpan.Zero,
        };
        LocalizedText? what = _steps > ScriptLimits.Steps ? Texts.TooManySteps(ScriptLimits.Steps)
            : _connections.Count > ScriptLimits.Connections ? Texts.TooManyConnections(ScriptLimits.Connections)
            : _bytes > ScriptLimits.Bytes ? Texts.TooManyBytes(ScriptLimits.Bytes)
            : _time > ScriptLimits.Time ? Texts.TooMuchTime(ScriptLimits.Time.TotalSeconds)
            : null;
        if (_isTooMuch)
            return null;
        _isTooMuch = what is not null;
        return what;
    }

    private static bool IsEscaped(string text)
    {
        try
        {
            return EscapedBytes.Parse(text).Length > 0;
        }
        catch (EscapeException)
        {
            return false;
        }
    }
}
