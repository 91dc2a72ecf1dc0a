using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reliability;

/// <summary>The figures of a run in several parts, stored in a file in between, so that a shared machine is not blocked for ten minutes.</summary>
internal static class Figures
{
    // Bounds may be infinite.
    private static readonly JsonSerializerOptions s_options = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Adds rows to those in the file; they replace earlier ones of the same fault and server.</summary>
    /// <returns>All rows, in the order in which their faults first came.</returns>
    public static IReadOnlyList<Row> Add(string path, IReadOnlyList<Row> rows)
    {
        var earlier = File.Exists(path) ? JsonSerializer.Deserialize<List<Row>>(File.ReadAllText(path), s_options)! : [];
        var all = earlier.Where(old => !rows.Any(row => row.Fault == old.Fault && row.Server == old.Server)).Concat(rows).ToList();
        File.WriteAllText(path, JsonSerializer.Serialize(all, s_options));
        return all;
    }
}
