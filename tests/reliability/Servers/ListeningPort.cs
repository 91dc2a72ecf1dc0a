using System.Globalization;

namespace Reliability;

/// <summary>The port of a process, read from the kernel: a server with blocked output cannot print it.</summary>
internal static class ListeningPort
{
    /// <summary>Waits until the process listens on a TCP port of 127.0.0.1.</summary>
    public static async Task<int> OfAsync(int process)
    {
        using var late = new CancellationTokenSource(Hang.Guard);
        while (true)
        {
            if (Find(process) is { } port)
                return port;
            await Task.Delay(50, late.Token);
        }
    }

    private static int? Find(int process)
    {
        var sockets = Usage.Look(process, () => Directory.EnumerateFiles($"/proc/{process}/fd")
            .Select(Usage.Target)
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet());

        // sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode; state 0A is LISTEN
        foreach (var line in File.ReadLines("/proc/net/tcp").Skip(1))
        {
            var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields[3] == "0A" && sockets.Contains(fields[9]))
                return int.Parse(fields[1].Split(':')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        }

        return null;
    }
}
