namespace SideBySide.Experiments.Yaml;

/// <summary>Reads the verdicts on the outcomes of an experiment.</summary>
internal static class VerdictsReader
{
    private static readonly Dictionary<string, bool> s_about = new() { ["http"] = true, ["any"] = false };

    private static readonly Dictionary<string, Verdict> s_otherwise = new()
    {
        ["forbidden"] = Verdict.Forbidden,
        ["discouraged"] = Verdict.Discouraged,
        ["unjudged"] = Verdict.None,
    };

    /// <summary>Reads the verdicts.</summary>
    /// <exception cref="CatalogueException">A verdict is invalid.</exception>
    public static VerdictRules Read(YamlValue value)
    {
        value.Only("source", "about", "needs", "allowed", "discouraged", "unjudged", "otherwise");
        return new VerdictRules(
            value.Required("source").Text,
            value.Optional("about")?.OneOf(s_about) ?? true,
            value.Optional("needs")?.Text,
            Outcomes(value, "allowed"), Outcomes(value, "discouraged"), Outcomes(value, "unjudged"),
            value.Optional("otherwise")?.OneOf(s_otherwise) ?? Verdict.Forbidden);
    }

    private static ExpectedOutcome[] Outcomes(YamlValue value, string name) => value.Optional(name)?.List.Select(ExperimentReader.Expected).ToArray() ?? [];
}
