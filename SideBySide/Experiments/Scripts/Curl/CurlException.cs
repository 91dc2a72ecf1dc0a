namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A curl command that cannot be turned into bytes, and why.</summary>
/// <param name="what">One sentence.</param>
public sealed class CurlException(Bilingual what) : Exception(what.En)
{
    /// <summary>One sentence.</summary>
    public Bilingual What => what;
}
