namespace Benchmarks.Reporting;

/// <summary>The section of a report that people write: what was tried, and what the profile says. It stays when the rest is made anew.</summary>
public static class ByHand
{
    private const string Begin = "<!-- written by hand: from here -->";
    private const string End = "<!-- written by hand: to here -->";

    /// <summary>The section as it stands in <paramref name="page"/>, marks included; <paramref name="first"/> between marks when there is none yet.</summary>
    public static string KeptFrom(string? page, string first)
    {
        var begin = page?.IndexOf(Begin, StringComparison.Ordinal) ?? -1;
        var end = page?.IndexOf(End, StringComparison.Ordinal) ?? -1;
        return begin >= 0 && end > begin ? page![begin..(end + End.Length)] : $"{Begin}\n\n{first}\n\n{End}";
    }
}
