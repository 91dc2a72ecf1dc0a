using System.Text.RegularExpressions;
using SideBySide.Experiments;
using SideBySide.Experiments.Yaml;
using SideBySide.Language;

namespace SideBySide.Checks;

/// <summary>All checks, in the order in which a learner would repair a server. Each part of the ladder is a file; checks keep the order of
/// the file.</summary>
internal sealed class CheckLadder
{
    private static readonly Lazy<CheckLadder> s_ladder = new(Read);

    private CheckLadder(IReadOnlyList<CheckItem> all) => All = all;

    /// <summary>The ladder, read once.</summary>
    /// <exception cref="CatalogueException">A file is invalid.</exception>
    public static CheckLadder Instance => s_ladder.Value;

    public IReadOnlyList<CheckItem> All { get; }

    public CheckItem Find(string id) => All.First(item => item.Id == id);

    /// <summary>The check for this fault of a response.</summary>
    public CheckItem Owner(string fault) => All.First(item => item.Faults.Contains(fault));

    /// <summary>The checks that a word selects; a check without a script gets the script of the check before it.</summary>
    public IReadOnlyList<CheckItem> Only(string word)
    {
        var named = new List<CheckItem>();
        IReadOnlyList<ScriptStep> script = [];
        var exact = All.Any(item => item.Id == word);
        foreach (var item in All)
        {
            script = item.Script.Count > 0 ? item.Script : script;
            if (exact ? item.Id == word : item.Answers(word))
                named.Add(item with { Script = script });
        }

        return named;
    }

    private static CheckLadder Read()
    {
        var catalogue = ExperimentLookup.Catalogue();
        return new CheckLadder([.. CheckStep.All.SelectMany(step =>
            new LadderReader(catalogue, step).Read($"{step.Id}.yaml", LadderReader.TextOf($"{step.Id}.yaml")))]);
    }
}

/// <summary>
/// Reads one part of the ladder. A check may name an <c>experiment</c> of the catalogue: it then provides the missing title, cure, rule and
/// steps, with variables instead of our routes.
/// </summary>
internal sealed class LadderReader(Catalogue catalogue, CheckStep part)
{
    private static readonly Dictionary<string, CheckLevel> s_levels = new() { ["must"] = CheckLevel.Must, ["should"] = CheckLevel.Should };

    /// <summary>The text of a part's file, beside the program.</summary>
    public static string TextOf(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Checks", "Ladder", file));

    /// <summary>The level of a check: of a rule that must be kept, or of advice.</summary>
    public static CheckLevel Level(YamlValue value, CheckStep part) =>
        value.Optional("level")?.OneOf(s_levels) ?? (part.IsAdvice ? CheckLevel.Should : CheckLevel.Must);

    /// <summary>Other words that find a check.</summary>
    public static string[] Words(YamlValue value) => value.Optional("words")?.List.Select(word => word.Text).ToArray() ?? [];

    // Whether it is a route for POST.
    private static readonly Dictionary<string, bool> s_needs = new() { ["post"] = true, ["upgrade"] = false, ["echo"] = false };

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file's name in messages.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="CatalogueException">The file is invalid; the message names file and line.</exception>
    public IReadOnlyList<CheckItem> Read(string file, string text) => [.. YamlValue.Parse(file, text).List.Select(Item)];

    private CheckItem Item(YamlValue value)
    {
        value.Only("id", "experiment", "level", "title", "rule", "mistake", "cure", "hint", "words", "needs", "whole-first", "steps", "faults", "passes",
            "tolerates", "not-built", "causes", "right", "advised");
        var experiment = value.Optional("experiment") is { } id
            ? catalogue.Find(id.Text) ?? throw id.Wrong(new($"no experiment {id.Text}", $"没有实验 {id.Text}"))
            : null;
        var steps = value.Optional("steps")?.List.Select(ScriptStepReader.Read).ToArray();
        var cure = value.Optional("cure")?.Both ?? experiment?.Fix ?? value.Required("cure").Both;
        return new CheckItem(
            value.Required("id").Text, part,
            Level(value, part),
            value.Optional("title")?.Both ?? experiment?.Title ?? value.Required("title").Both,
            value.Optional("rule")?.Text ?? experiment?.Verdicts?.Source ?? experiment?.Source ?? value.Required("rule").Text,
            value.Optional("mistake")?.Both ?? experiment?.Explanation ?? value.Required("mistake").Both,
            cure,
            value.Optional("hint")?.Text ?? part.Hint,
            experiment,
            Words(value))
        {
            Script = steps ?? experiment?.Steps.Select(CheckRoutes.Generalize).ToArray() ?? [],
            NeedsPost = value.Optional("needs")?.OneOf(s_needs) ?? false,
            WholeFirst = value.Optional("whole-first")?.YesOrNo ?? false,
            Faults = value.Optional("faults")?.List.Select(fault => fault.OneOf(ResponseFaultFinder.Names)).ToArray() ?? [],
            Passes = Outcomes(value, "passes"),
            Tolerates = Outcomes(value, "tolerates"),
            NotBuilt = Outcomes(value, "not-built"),
            WebSocket = part.Id == CheckStep.WebSocketId ? Question(value) : null,
            Causes = part.Id == CheckStep.WebSocketId ? [] : [.. value.Optional("causes")?.List.Select(Cause) ?? []],
        };
    }

    private static ExpectedOutcome[] Outcomes(YamlValue value, string name) =>
        value.Optional(name)?.List.Select(ExperimentReader.Expected).ToArray() ?? [];

    private static WebSocketQuestion Question(YamlValue value) => new(
        value.Required("right").Parsed(Expression), value.Optional("advised")?.Parsed(Expression),
        [.. value.Optional("causes")?.List.Select(Sign) ?? []])
    {
        NeedsUpgrade = value.Optional("needs")?.Text is "upgrade" or "echo",
        NeedsEcho = value.Optional("needs")?.Text == "echo",
    };

    private static (Regex, LocalizedText) Sign(YamlValue cause)
    {
        cause.Only("seen", "mistake");
        return (cause.Required("seen").Parsed(Expression), cause.Required("mistake").Both);
    }

    // What it is applied to comes from a server, so its time must be bounded.
    private static Regex Expression(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.NonBacktracking);
        }
        catch (ArgumentException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static CheckCause Cause(YamlValue value)
    {
        value.Only("when", "fault", "mistake");
        return new CheckCause(value.Optional("when")?.Parsed(OutcomePattern.Parse), value.Optional("fault")?.OneOf(ResponseFaultFinder.Names),
            value.Required("mistake").Both);
    }
}
