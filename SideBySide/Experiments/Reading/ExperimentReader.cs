using SideBySide.Rooms;
using SideBySide.Wire;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SideBySide.Experiments.Reading;

/// <summary>Reads an experiment from its file. Whatever is missing, unknown or misspelt is told with file and line.</summary>
internal static class ExperimentReader
{
    private static readonly Dictionary<string, Transport> s_transports = new() { ["tcp"] = Transport.Tcp, ["udp"] = Transport.Udp, ["tls"] = Transport.Tls };

    private static readonly Dictionary<Transport, string[]> s_servers = new()
    {
        [Transport.Tcp] = [.. Target.OwnIds],
        [Transport.Tls] = [RoomPlan.HandRolled.Id, RoomPlan.Minimal.Id],
        [Transport.Udp] = [RoomPlan.Raw.Id],
    };

    /// <summary>Reads it.</summary>
    /// <param name="file">The path below the catalogue, for example <c>parsing/030-bare-lf.yaml</c>.</param>
    /// <param name="text">What stands in it.</param>
    /// <exception cref="CatalogueException">It cannot be used.</exception>
    public static Experiment Read(string file, string text)
    {
        var root = Parse(file, text);
        root.Only("title", "shows", "cure", "source", "over", "only", "steps", "verdicts", "deviations", "expect");
        var (group, number, id) = Name(file, root);
        var over = root.Optional("over")?.OneOf(s_transports) ?? Transport.Tcp;
        var only = root.Optional("only") is { } given ? given.List.Select(server => Server(server, over)).ToArray() : [];
        var steps = root.Required("steps").List.Select(StepReader.Read).ToArray();
        return new Experiment(id, group, number,
            root.Required("title").Both, root.Required("shows").Both, root.Required("cure").Both, root.Required("source").Text,
            over, only, steps,
            root.Optional("verdicts") is { } verdicts ? VerdictsReader.Read(verdicts) : null,
            root.Optional("deviations")?.Entries.ToDictionary(entry => Server(entry.Name, over), entry => entry.Value.Both) ?? [],
            Expect(root.Required("expect"), over, only));
    }

    private static Place Parse(string file, string text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return new Place(file, yaml.Documents is [var document] ? document.RootNode : new YamlScalarNode());
        }
        catch (YamlException e)
        {
            throw new CatalogueException(file, e.Start.Line, new Bilingual(e.Message, e.Message), e);
        }
        catch (InvalidOperationException e)
        {
            throw new CatalogueException(file, 1, Texts.CatalogueNotYaml, e); // what the library says of a bracket that is never closed
        }
    }

    // parsing/030-bare-lf.yaml
    private static (Group Group, int Number, string Id) Name(string file, Place root)
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

    private static Dictionary<string, Expectation> Expect(Place expect, Transport over, string[] only)
    {
        var expectations = new Dictionary<string, Expectation>();
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

    private static IEnumerable<string> Ids(string name) => name == "rungs" ? RungPlans.All.Select(rung => rung.Id) : [name];

    private static string Server(Place server, Transport over) =>
        s_servers[over].Contains(server.Text) ? server.Text : throw server.Wrong(Texts.CatalogueUnknown(server.Text, string.Join(", ", s_servers[over])));

    /// <summary>Reads an outcome.</summary>
    public static Expectation Expected(Place place)
    {
        if (place.IsText)
            return new Expectation(place.Parsed(OutcomePattern.Parse), null, [], []);
        place.Only("outcome", "body", "contains", "lacks");
        return new Expectation(
            place.Required("outcome").Parsed(OutcomePattern.Parse),
            place.Optional("body") is { } body ? Bytes(body) : null,
            place.Optional("contains")?.List.Select(Bytes).ToArray() ?? [],
            place.Optional("lacks")?.List.Select(Bytes).ToArray() ?? []);
    }

    private static byte[] Bytes(Place place)
    {
        _ = place.Bytes;
        return place.Parsed(EscapedBytes.Parse);
    }
}
