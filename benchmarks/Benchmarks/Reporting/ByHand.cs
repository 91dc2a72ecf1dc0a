namespace Benchmarks.Reporting;

/// <summary>The section of a report that is written by hand: attempts and profiles. A new report keeps it.</summary>
public static class ByHand
{
    private const string Begin = "<!-- written by hand: from here -->";
    private const string End = "<!-- written by hand: to here -->";

    /// <summary>
    /// The section in <paramref name="page"/>, including its marks; <paramref name="first"/> between marks if there is none.
    /// </summary>
    public static string KeptFrom(string? page, string first)
    {
        var begin = page?.IndexOf(Begin, StringComparison.Ordinal) ?? -1;
        var end = page?.IndexOf(End, StringComparison.Ordinal) ?? -1;
        return begin >= 0 && end > begin ? page![begin..(end + End.Length)] : $"{Begin}\n\n{first}\n\n{End}";
    }
}
