using System.Text.RegularExpressions;
using SideBySide.Wire;

namespace SideBySide.Experiments.Scripts;

/// <summary>Bytes as the text of a script that sends exactly them.</summary>
public static partial class ScriptText
{
    /// <summary>The text, each LF followed by a line break. What would be a mark or a placeholder is escaped.</summary>
    public static string Of(ReadOnlySpan<byte> bytes) =>
        Placeholder().Replace(Visible.Text(bytes).Replace("⟨", @"\u{27E8}", StringComparison.Ordinal), @"\x7B");

    [GeneratedRegex(@"\{(?=(authority|host|port)\}|frame)")]
    private static partial Regex Placeholder();
}
