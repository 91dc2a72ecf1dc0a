using System.Globalization;
using HandRolledHttp.Steps;
using RawSocketServer;
using RawSocketServer.Listening;
using SideBySide.Language;

namespace SideBySide.Servers;

/// <summary>The learner's steps: five servers behind one option.</summary>
public static class StepDefinitions
{
    /// <summary>Their option.</summary>
    public const string Option = "--steps";

    /// <summary>Their configuration key.</summary>
    public const string Setting = "SideBySide:Steps";

    /// <summary>The key of version 0.1, which still works.</summary>
    internal const string FormerSetting = "SideBySide:Rungs";

    private static readonly Dictionary<string, int?> s_schemes = new() { ["http"] = null };

    /// <summary>From the bottom up; ids <c>step1</c> to <c>step5</c>.</summary>
    public static IReadOnlyList<ServerDefinition> All { get; } = [.. LearnerStep.All.Select(Plan)];

    /// <summary>The default address of step 1; the ports of the others follow.</summary>
    public static string DefaultUrls => All[0].DefaultUrls;

    /// <summary>Assigns an address to each step.</summary>
    /// <param name="urls">One address for each step, separated by <c>;</c>; or the address of step 1, whose port counts up.</param>
    /// <returns>One URL for each step. Port 0 stays 0: a free port for each.</returns>
    /// <exception cref="StartupException">The number of addresses or the ports are wrong; the message says so.</exception>
    public static IReadOnlyList<string> Spread(string urls)
    {
        var given = ListenUrl.ParseList(urls, s_schemes);
        if (given.Count == All.Count)
            return [.. given.Select(url => url.ToString())];
        if (given is not [var first])
            throw new UsageException(Texts.StepUrls(Option, given.Count, All.Count).ToString());
        if (first.Port + All.Count - 1 > ushort.MaxValue)
            throw new UsageException(Texts.StepPorts(Option, first.ToString(), All.Count).ToString());
        return [.. All.Select((_, step) => (first.Port == 0 ? first : first with { Port = first.Port + step }).ToString())];
    }

    private static ServerDefinition Plan(LearnerStep step)
    {
        var number = step.Number.ToString(CultureInfo.InvariantCulture);
        return new ServerDefinition($"step{number}", $"Step{number}", Option, Setting, step.DefaultUrls,
            new(step.Titles.English, step.Titles.Chinese), s_schemes,
            (urls, share) => ServerHost.OfSockets(HandRolledHttp.Program.Create(["--step", number, "--urls", urls], share)));
    }
}
