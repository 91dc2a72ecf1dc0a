using System.Text.Json.Serialization;

namespace SideBySide.Experiments;

/// <summary>Whether HTTP allows an outcome.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    /// <summary>HTTP has no rule for the outcome, or the experiment did not run.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>The server has no such route, so its response says nothing about the question.</summary>
    [JsonStringEnumMemberName("not-built")]
    NotBuilt,

    /// <summary>HTTP allows it.</summary>
    [JsonStringEnumMemberName("allowed")]
    Allowed,

    /// <summary>HTTP allows it, but it violates a SHOULD or has a known danger.</summary>
    [JsonStringEnumMemberName("discouraged")]
    Discouraged,

    /// <summary>A MUST or the framing rules forbid it.</summary>
    [JsonStringEnumMemberName("forbidden")]
    Forbidden,
}

/// <summary>The number of experiments with each verdict.</summary>
/// <param name="Allowed">✓.</param>
/// <param name="Discouraged">△.</param>
/// <param name="Forbidden">✗.</param>
/// <param name="NotBuilt">The server has no route, or the outcome does not concern the question.</param>
public readonly record struct VerdictCounts(int Allowed, int Discouraged, int Forbidden, int NotBuilt)
{
    /// <summary>Counts verdicts.</summary>
    public static VerdictCounts Of(IEnumerable<Verdict> verdicts)
    {
        var counts = verdicts.ToLookup(verdict => verdict);
        return new(counts[Verdict.Allowed].Count(), counts[Verdict.Discouraged].Count(), counts[Verdict.Forbidden].Count(), counts[Verdict.NotBuilt].Count());
    }
}
