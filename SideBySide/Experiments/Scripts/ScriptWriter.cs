using System.Text;
using System.Text.RegularExpressions;
using SideBySide.Wire;

namespace SideBySide.Experiments.Scripts;

/// <summary>Writes steps as a script, so that a reader can edit and run an experiment of the catalogue.</summary>
public static class ScriptWriter
{
    /// <summary>The script, or null if the script language cannot express a step.</summary>
    public static string? Write(IReadOnlyList<ScriptStep> steps)
    {
        var script = new StringBuilder();
        var on = Script.FirstConnection;
        for (var i = 0; i < steps.Count; i++)
        {
            if (steps[i].On != on)
                Mark(script, $"on {on = steps[i].On}");
            if (steps[i] is not SendStep send)
            {
                if (Words(steps[i]) is not { } words)
                    return null;
                Mark(script, words);
            }
            else if (!Write(script, send, next: i + 1 < steps.Count ? steps[i + 1] : null))
            {
                return null;
            }
        }

        return script.ToString() is var text && ScriptReader.Read(text).Mistakes.Count == 0 ? text : null;
    }

    private static bool Write(StringBuilder script, SendStep send, ScriptStep? next)
    {
        if (send.Within != Script.Patience)
            return false;
        if (send.Times > 1)
            Mark(script, $"times {send.Times}");
        if (send.Piece > 0)
            Mark(script, $"pieces {send.Piece} {Ms(send.Pause)}");

        var text = send.Text.Trim('\r', '\n').Replace("⟨", @"\u{27E8}", StringComparison.Ordinal);
        if (string.IsNullOrWhiteSpace(text))
            text = text.Replace(" ", @"\x20", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal);
        if (text.Length > 0)
            _ = script.Append(text).Append('\n');
        if (text.Length == 0 || (next is SendStep && next.On == send.On))
            Mark(script, "send"); // otherwise the next text would join this send
        return true;
    }

    private static string? Words(ScriptStep step) => step switch
    {
        ConnectStep { To: Destination.Server } connect when connect.Options == new ConnectOptions() => "connect",
        PauseStep pause => $"pause {Ms(pause.For)}",
        FinishStep => "finish",
        ResetStep => "reset",
        CloseStep => "close",
        AwaitStep { For.Unread: not null } => null, // it needs a connection that does not receive
        AwaitStep wait => $"await {What(wait.For)}{(wait.Within == Script.Patience ? "" : $" {Ms(wait.Within)}")}",
        _ => null,
    };

    private static string What(AwaitCondition what) => what switch
    {
        { Answers: 1 } => "answer",
        { Answers: { } answers } => $"{answers} answers",
        { Bytes: { } bytes } => $"{bytes} bytes",
        { Upgrade: true } => "upgrade",
        { Frames: { } frames } => $"{frames} {(frames == 1 ? "frame" : "frames")}",
        { Text: { } text } => $"\"{text.Replace("⟩", @"\u{27E9}", StringComparison.Ordinal)}\"",
        _ => "end",
    };

    private static string Ms(TimeSpan time) => $"{time.TotalMilliseconds:0}";

    private static void Mark(StringBuilder script, string words) => script.Append(Script.MarkBegin).Append(words).Append(Script.MarkEnd).Append('\n');
}

/// <summary>Converts bytes to the text of a script that sends exactly these bytes.</summary>
public static partial class ScriptText
{
    /// <summary>The text, with a line break after each LF. Bytes that look like a mark or a placeholder are escaped.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) =>
        Placeholder().Replace(VisibleLines.Text(bytes).Replace("⟨", @"\u{27E8}", StringComparison.Ordinal), @"\x7B");

    [GeneratedRegex(@"\{(?=(authority|host|port)\}|frame)")]
    private static partial Regex Placeholder();
}
