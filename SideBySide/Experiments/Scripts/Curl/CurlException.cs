using SideBySide.Language;

namespace SideBySide.Experiments.Scripts.Curl;

/// <summary>A curl command that cannot be turned into bytes, and why.</summary>
/// <param name="what">One sentence.</param>
public sealed class CurlException(LocalizedText what) : Exception(what.En)
{
    /// <summary>One sentence.</summary>
    public LocalizedText What => what;
}
