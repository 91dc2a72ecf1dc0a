using System.Text.Json.Serialization;

namespace SideBySide.Experiments;

/// <summary>Whether HTTP allows an outcome.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>HTTP has no rule for it, or the server was not asked.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The server has no such route, so it has shown nothing about the question.</summary>
    [JsonStringEnumMemberName("not-built")]
    NotBuilt,

    /// <summary>HTTP allows it.</summary>
    [JsonStringEnumMemberName("allowed")]
    Allowed,

    /// <summary>HTTP allows it, but a SHOULD or a known danger speaks against it.</summary>
    [JsonStringEnumMemberName("discouraged")]
    Discouraged,

    /// <summary>A MUST or the framing rules forbid it.</summary>
    [JsonStringEnumMemberName("forbidden")]
    Forbidden,
}

/// <summary>How many experiments ended with each verdict.</summary>
/// <param name="Allowed">✓.</param>
/// <param name="Discouraged">△.</param>
/// <param name="Forbidden">✗.</param>
/// <param name="NotBuilt">Those for which the server has no route, or that show nothing of it.</param>
public readonly record struct VerdictCounts(int Allowed, int Discouraged, int Forbidden, int NotBuilt)
{
    /// <summary>Counts them.</summary>
    public static VerdictCounts Of(IEnumerable<Verdict> verdicts)
    {
        var counts = verdicts.ToLookup(verdict => verdict);
        return new(counts[Verdict.Allowed].Count(), counts[Verdict.Discouraged].Count(), counts[Verdict.Forbidden].Count(), counts[Verdict.NotBuilt].Count());
    }
}
