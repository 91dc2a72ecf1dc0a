using System.CommandLine.Completions;
using RawSocketServer;
using SideBySide.Experiments.Yaml;
using SideBySide.Language;

namespace SideBySide.Experiments;

/// <summary>The experiments that the command line names.</summary>
internal static class ExperimentLookup
{
    private static readonly Lazy<Catalogue> s_catalogue = new(() => Experiments.Catalogue.Read(Experiments.Catalogue.Folder));

    /// <summary>The catalogue, read once. A mistake in it becomes one sentence with file and line.</summary>
    /// <exception cref="StartupException">A file is invalid.</exception>
    public static Catalogue Catalogue()
    {
        try
        {
            return s_catalogue.Value;
        }
        catch (CatalogueException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

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
