using System.CommandLine.Completions;
using RawSocketServer;
using SideBySide.Experiments.Yaml;
using SideBySide.Language;

namespace SideBySide.Experiments;

/// <summary>All experiments. Each is one file below <c>Catalogue/</c>.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<string, Experiment> _byId;

    private Catalogue(IReadOnlyList<Experiment> all)
    {
        All = all;
        _byId = all.ToDictionary(experiment => experiment.Id);
    }

    /// <summary>The experiments, by group and number.</summary>
    public IReadOnlyList<Experiment> All { get; }

    /// <summary>The catalogue's folder beside the program.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Experiments", "Catalogue");

    /// <summary>Reads every YAML file of a folder.</summary>
    /// <exception cref="CatalogueException">A file is invalid; the message names file and line.</exception>
    public static Catalogue Read(string folder)
    {
        var experiments = Directory.EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), Path: path))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => (file.Name, Experiment: ExperimentReader.Read(file.Name, File.ReadAllText(file.Path))))
            .ToArray();
        foreach (var same in experiments.GroupBy(entry => entry.Experiment.Id).Where(same => same.Count() > 1))
            throw new CatalogueException(same.Last().Name, 1, Texts.CatalogueTwice(same.Key));
        return new Catalogue([.. experiments
            .Select(entry => entry.Experiment)
            .OrderBy(experiment => Group.All.ToList().IndexOf(experiment.Group))
            .ThenBy(experiment => experiment.Number)]);
    }

    /// <summary>The experiments with these ids, in the same order.</summary>
    public Catalogue Only(params string[] ids) => new([.. All.Where(experiment => ids.Contains(experiment.Id))]);

    /// <summary>The experiment with this id, or null.</summary>
    public Experiment? Find(string id) => _byId.GetValueOrDefault(id);
}

/// <summary>The experiments that the command line names.</summary>
internal static class ExperimentLookup
{
    private static readonly Lazy<Catalogue> s_catalogue = new(() => Experiments.Catalogue.Read(Experiments.Catalogue.Folder));

    /// <summary>The catalogue, read once. A mistake in it becomes one sentence with file and line.</summary>
    /// <exception cref="Yaml.CatalogueException">A file is invalid.</exception>
    public static Catalogue Catalogue() => s_catalogue.Value;

    /// <summary>The experiments with these ids. A group's id selects the whole group.</summary>
    /// <exception cref="StartupException">An id is unknown; the message names similar ids.</exception>
    public static IReadOnlyList<Experiment> Named(this Catalogue catalogue, IEnumerable<string> ids) =>
        [.. ids.SelectMany(id => catalogue.Find(id) is { } one ? [one] : catalogue.All.Where(e => e.Group.Id == id).ToArray() is { Length: > 0 } group ? group : throw Unknown(catalogue, id)).Distinct()];

    /// <summary>The ids of all experiments and groups, for shell completion.</summary>
    public static IEnumerable<CompletionItem> Names() =>
        Catalogue().All.Select(experiment => experiment.Id).Concat(Group.All.Select(group => group.Id)).Select(name => new CompletionItem(name));

    private static UsageException Unknown(Catalogue catalogue, string id)
    {
        var words = id.ToLowerInvariant().Split('-', StringSplitOptions.RemoveEmptyEntries);
        var like = catalogue.All.Select(e => e.Id).Where(known => words.Any(word => known.Contains(word, StringComparison.Ordinal))).Take(5);
        return new UsageException(Texts.UnknownExperiment(id, string.Join(", ", like)).ToString());
    }
}
