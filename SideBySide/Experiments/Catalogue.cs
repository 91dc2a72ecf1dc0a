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
