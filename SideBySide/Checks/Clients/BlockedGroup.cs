using System.Globalization;
using SideBySide.Experiments.Running;

namespace SideBySide.Checks.Clients;

/// <summary>
/// Whether a program waits, with everything that it has started: no thread of its process group has run between two looks. Linux says so.
/// </summary>
/// <param name="group">The number of the group.</param>
internal sealed class BlockedGroup(int group)
{
    private const int GroupColumn = 2; // of what follows the name: state, parent, group

    private readonly Dictionary<int, BlockedProcess> _processes = [];

    /// <summary>Whether all processes of the group sleep, and have done so since the last look.</summary>
    public bool IsBlocked()
    {
        var all = Processes();
        var isBlocked = all.Count > 0;
        foreach (var id in all)
        {
            if (!_processes.TryGetValue(id, out var process))
                _processes[id] = process = new BlockedProcess(id);
            isBlocked &= process.IsBlocked(); // each is looked at, so that the next look compares
        }

        return isBlocked;
    }

    private List<int> Processes()
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && GroupOf(folder) == group)
                found.Add(id);
        }

        return found;
    }

    private static int? GroupOf(string folder)
    {
        try
        {
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[GroupColumn], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // it has ended
        }
    }
}
