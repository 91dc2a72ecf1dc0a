using SideBySide.Experiments;

namespace SideBySide.Terminal;

/// <summary>A verdict as people read it.</summary>
internal static class VerdictText
{
    /// <summary>The mark of a verdict.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="none">What is shown where HTTP has no rule, or the server no route.</param>
    public static string Mark(Verdict verdict, string none = "") => verdict switch
    {
        Verdict.Allowed => "✓",
        Verdict.Discouraged => "△",
        Verdict.Forbidden => "✗",
        _ => none,
    };

    /// <summary>The name of its style in a page.</summary>
    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Allowed => "allowed",
        Verdict.Discouraged => "discouraged",
        Verdict.Forbidden => "forbidden",
        _ => "",
    };
}
