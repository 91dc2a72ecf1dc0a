using System.Text.RegularExpressions;
using SideBySide.Wire;

namespace SideBySide.Experiments.Scripts;

/// <summary>Converts bytes to the text of a script that sends exactly these bytes.</summary>
public static partial class ScriptText
{
    /// <summary>The text, with a line break after each LF. Bytes that look like a mark or a placeholder are escaped.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) =>
        Placeholder().Replace(VisibleLines.Text(bytes).Replace("⟨", @"\u{27E8}", StringComparison.Ordinal), @"\x7B");

    [GeneratedRegex(@"\{(?=(authority|host|port)\}|frame)")]
    private static partial Regex Placeholder();
}
