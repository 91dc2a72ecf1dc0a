using RawSocketServer;
using SideBySide.Experiments;
using SideBySide.Experiments.Yaml;

namespace SideBySide.Checks;

/// <summary>All checks, in the order in which a learner would repair a server. Each part of the ladder is a file; checks keep the order of
/// the file.</summary>
internal sealed class CheckLadder
{
    private static readonly Lazy<CheckLadder> s_ladder = new(Read);

    private CheckLadder(IReadOnlyList<CheckItem> all) => All = all;

    /// <summary>The ladder, read once.</summary>
    /// <exception cref="StartupException">A file is invalid.</exception>
    public static CheckLadder Instance
    {
        get
        {
            try
            {
                return s_ladder.Value;
            }
            catch (CatalogueException e)
            {
                throw new StartupException(e.Message, e);
            }
        }
    }

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
        var folder = Path.Combine(AppContext.BaseDirectory, "Checks", "Ladder");
        return new CheckLadder([.. CheckStep.All.SelectMany(step =>
            new LadderReader(catalogue, step).Read($"{step.Id}.yaml", File.ReadAllText(Path.Combine(folder, $"{step.Id}.yaml"))))]);
    }
}
