using System.Globalization;

namespace Benchmarks.Measuring;

/// <summary>
/// Whether this machine has enough descriptors and ports for a load. A loopback connection uses one descriptor per side, and one port.
/// </summary>
internal static class MachineLimits
{
    private const int Reserve = 500; // for the other open files of a process

    private static readonly Lazy<int> s_descriptors = new(() => Read("/proc/self/limits", text =>
        // The hard limit: .NET raises its own limit to it.
        text.Split('\n')
            .First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]));

    private static readonly Lazy<int> s_ports = new(() =>
        Read("/proc/sys/net/ipv4/ip_local_port_range", text => text.Split('\t')[1])
            - Read("/proc/sys/net/ipv4/ip_local_port_range", text => text.Split('\t')[0]));

    /// <summary>Checks a load; prints a message if there are too few.</summary>
    public static bool For(Load load)
    {
        var needed = load.Connections + load.Idle;
        var (descriptors, ports) = (s_descriptors.Value - Reserve, s_ports.Value - Reserve);
        if (!OperatingSystem.IsLinux() || needed <= 1024 || needed <= Math.Min(descriptors, ports))
            return true;
        Console.WriteLine(
            $"{load.Id}: left out; {needed} connections are more than this machine allows "
                + $"(descriptors: {descriptors}, see ulimit -Hn; ports: {ports}, see net.ipv4.ip_local_port_range).");
        return false;
    }

    private static int Read(string file, Func<string, string> pick) =>
        File.Exists(file) && int.TryParse(pick(File.ReadAllText(file)), CultureInfo.InvariantCulture, out var number)
            ? number
            : int.MaxValue;
}
