namespace SideBySide.Experiments.Reading;

/// <summary>Reads what the rules say of each outcome of an experiment.</summary>
internal static class VerdictsReader
{
    private static readonly Dictionary<string, bool> s_about = new() { ["http"] = true, ["any"] = false };

    private static readonly Dictionary<string, Verdict> s_otherwise = new()
    {
        ["forbidden"] = Verdict.Forbidden,
        ["discouraged"] = Verdict.Discouraged,
        ["unjudged"] = Verdict.None,
    };

    /// <summary>Reads them.</summary>
    /// <exception cref="CatalogueException">They cannot be used.</exception>
    public static Verdicts Read(Place place)
    {
        place.Only("source", "about", "needs", "allowed", "discouraged", "unjudged", "otherwise");
        return new Verdicts(
            place.Required("source").Text,
            place.Optional("about")?.OneOf(s_about) ?? true,
            place.Optional("needs")?.Text,
            Outcomes(place, "allowed"), Outcomes(place, "discouraged"), Outcomes(place, "unjudged"),
            place.Optional("otherwise")?.OneOf(s_otherwise) ?? Verdict.Forbidden);
    }

    private static Expectation[] Outcomes(Place place, string name) => place.Optional(name)?.List.Select(ExperimentReader.Expected).ToArray() ?? [];
}
