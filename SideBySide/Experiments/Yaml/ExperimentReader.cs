using RawSocketServer;
using SideBySide.Language;
using SideBySide.Servers;
using SideBySide.Wire;

namespace SideBySide.Experiments.Yaml;

/// <summary>Reads an experiment from its file. A missing, unknown or misspelt key is reported with file and line.</summary>
internal static class ExperimentReader
{
    private static readonly Dictionary<string, Transport> s_transports = new() { ["tcp"] = Transport.Tcp, ["udp"] = Transport.Udp, ["tls"] = Transport.Tls };

    private static readonly Dictionary<Transport, string[]> s_servers = Enum.GetValues<Transport>()
        .ToDictionary(over => over, over => ServerDefinitions.All.Where(server => server.Transports.Contains(over)).Select(server => server.Id).ToArray());

    /// <summary>Reads an experiment.</summary>
    /// <param name="file">The path below the catalogue, for example <c>parsing/030-bare-lf.yaml</c>.</param>
    /// <param name="text">The file's text.</param>
    /// <exception cref="CatalogueException">The file is invalid.</exception>
    public static Experiment Read(string file, string text)
    {
        var root = YamlValue.Parse(file, text);
        root.Only("title", "explanation", "fix", "source", "over", "servers", "steps", "verdicts", "deviations", "expect");
        var (group, number, id) = Name(file, root);
        var over = root.Optional("over")?.OneOf(s_transports) ?? Transport.Tcp;
        var only = root.Optional("servers") is { } given ? given.List.Select(server => Server(server, over)).ToArray() : [];
        var steps = root.Required("steps").List.Select(step => (Place: step, Step: ScriptStepReader.Read(step))).ToArray();
        var experiment = new Experiment(id, group, number,
            root.Required("title").Both, root.Required("explanation").Both, root.Required("fix").Both, root.Required("source").Text,
            over, only, [.. steps.Select(step => step.Step)],
            root.Optional("verdicts") is { } verdicts ? VerdictsReader.Read(verdicts) : null,
            root.Optional("deviations")?.Entries.ToDictionary(entry => Server(entry.Name, over), entry => entry.Value.Both) ?? [],
            Expect(root.Required("expect"), over, only));
        CheckAwaits(steps, [.. experiment.Expect.Values, .. experiment.Verdicts?.All ?? []]);
        return experiment;
    }

    // Without an await, the received bytes depend on the duration of other steps.
    private static void CheckAwaits(IReadOnlyList<(YamlValue Place, ScriptStep Step)> steps, IReadOnlyList<ExpectedOutcome> judged)
    {
        var connections = steps.Where(step => step.Step is not (PauseStep or ListenStep or ProgramStep or InspectStep))
            .GroupBy(step => step.Step.On).ToArray();
        for (var i = 0; i < connections.Length; i++)
        {
            var sent = connections[i].LastOrDefault(step => step.Step is SendStep);
            if (sent.Step is not null && judged.Any(expectation => expectation.Pattern.Judges(i))
                && !connections[i].SkipWhile(step => !ReferenceEquals(step.Step, sent.Step)).Any(step => step.Step is AwaitStep))
                throw sent.Place.Wrong(Texts.NotAwaited(connections[i].Key));
        }
    }

    // parsing/030-bare-lf.yaml
    private static (Group Group, int Number, string Id) Name(string file, YamlValue root)
    {
        var parts = file.Split('/');
        var name = parts[^1].EndsWith(".yaml", StringComparison.Ordinal) ? parts[^1][..^5] : "";
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        var group = Group.All.FirstOrDefault(group => group.Id == parts[0]);
        return parts.Length == 2 && group is not null && dash > 0 && int.TryParse(name[..dash], out var number)
            && name[(dash + 1)..] is var id && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
                ? (group, number, id)
                : throw root.Wrong(Texts.CatalogueName(string.Join(", ", Group.All.Select(g => g.Id))));
    }

    private static Dictionary<string, ExpectedOutcome> Expect(YamlValue expect, Transport over, string[] only)
    {
        var expectations = new Dictionary<string, ExpectedOutcome>();
        foreach (var (names, value) in expect.Entries)
        {
            var expectation = Expected(value);
            foreach (var id in names.Text.Split(',', StringSplitOptions.TrimEntries).SelectMany(name => Ids(name)))
            {
                _ = s_servers[over].Contains(id) ? true : throw names.Wrong(Texts.CatalogueUnknown(id, string.Join(", ", s_servers[over])));
                if (!expectations.TryAdd(id, expectation))
                    throw names.Wrong(Texts.CatalogueTwice(id));
            }
        }

        var asked = only.Length > 0 ? only : s_servers[over];
        if (asked.FirstOrDefault(id => !expectations.ContainsKey(id)) is { } missing)
            throw expect.Wrong(Texts.CatalogueMissing(missing));
        return expectations;
    }

    private static IEnumerable<string> Ids(string name) => name == "steps" ? StepDefinitions.All.Select(step => step.Id) : [name];

    private static string Server(YamlValue server, Transport over) =>
        s_servers[over].Contains(server.Text) ? server.Text : throw server.Wrong(Texts.CatalogueUnknown(server.Text, string.Join(", ", s_servers[over])));

    /// <summary>Reads an expected outcome.</summary>
    public static ExpectedOutcome Expected(YamlValue value)
    {
        if (value.IsText)
            return new ExpectedOutcome(value.Parsed(OutcomePattern.Parse), null, [], []);
        value.Only("outcome", "body", "contains", "lacks");
        return new ExpectedOutcome(
            value.Required("outcome").Parsed(OutcomePattern.Parse),
            value.Optional("body") is { } body ? Bytes(body) : null,
            value.Optional("contains")?.List.Select(Bytes).ToArray() ?? [],
            value.Optional("lacks")?.List.Select(Bytes).ToArray() ?? []);
    }

    private static byte[] Bytes(YamlValue value)
    {
        _ = value.Bytes;
        return value.Parsed(EscapedBytes.Parse);
    }
}

/// <summary>An invalid file of the catalogue. The message names file and line and is one sentence in the user's language.</summary>
public sealed class CatalogueException : StartupException
{
    internal CatalogueException(string file, long line, LocalizedText what, Exception? inner = null)
        : base($"{file}:{line}: {what}", inner)
    {
    }
}

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
