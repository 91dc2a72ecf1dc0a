using RawSocketServer;
using SideBySide.Experiments.Yaml;

namespace SideBySide.Checks.Clients;

/// <summary>All checks of clients, in the order in which a learner would build one. Each part is a file; its order is the order.</summary>
internal sealed class ClientLadder
{
    private const string NoResponseId = "client-no-response";

    private static readonly Lazy<ClientLadder> s_ladder = new(Read);

    private ClientLadder(IReadOnlyList<ClientCheck> all) => All = all;

    /// <summary>The ladder, read once.</summary>
    /// <exception cref="StartupException">A file cannot be used.</exception>
    public static ClientLadder Instance
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

    /// <summary>The checks.</summary>
    public IReadOnlyList<ClientCheck> All { get; }

    /// <summary>The ordinary response. Its exchange shows the request, and whether the client prints contents.</summary>
    public ClientCheck Ordinary => All.First(check => check.Response.Count > 0);

    /// <summary>The end without a response. It shows whether the client's exit code reports errors.</summary>
    public ClientCheck NoResponse => All.First(check => check.Item.Id == NoResponseId);

    /// <summary>The checks that a word names.</summary>
    public IReadOnlyList<ClientCheck> Only(string word)
    {
        var exact = All.Any(check => check.Item.Id == word);
        return [.. All.Where(check => exact ? check.Item.Id == word : check.Item.Answers(word))];
    }

    private static ClientLadder Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Checks", "Ladder");
        return new ClientLadder([.. CheckStep.OfClients.SelectMany(part =>
            new ClientCheckReader(part).Read($"{part.Id}.yaml", File.ReadAllText(Path.Combine(folder, $"{part.Id}.yaml"))))]);
    }
}
