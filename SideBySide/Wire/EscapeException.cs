namespace SideBySide.Wire;

/// <summary>An escape that is unknown or incomplete. The message is one sentence in the user's language.</summary>
/// <param name="escape">The escape, as far as it goes.</param>
/// <param name="at">Its first character.</param>
public sealed class EscapeException(string escape, int at) : FormatException(Texts.BadEscape(escape, at).ToString())
{
    /// <summary>The escape, as far as it goes.</summary>
    public string Escape => escape;

    /// <summary>Its first character, counted from 0.</summary>
    public int At => at;
}
