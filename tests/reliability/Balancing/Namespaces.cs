using System.ComponentModel;
using System.Globalization;

namespace Reliability.Balancing;

/// <summary>
/// Machines as Linux network namespaces, each connected by a cable (veth) to a switch (bridge) in the load balancer's. They are not connected
/// to this machine's network; clients reach the load balancer through Unix sockets, which work across network namespaces.
/// </summary>
internal sealed class Namespaces : Machines
{
    // The id of the owning process follows, so that the namespaces of a killed process can be found and removed.
    private const string Prefix = "csvsbs-";

    private readonly string _name = $"{Prefix}{Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}-";

    private Namespaces()
    {
    }

    public override bool HaveCables => true;

    public override string BalancerAddress => "10.203.0.1";

    private string Balancer => _name + "balancer";

    /// <summary>Creates the machines.</summary>
    /// <returns>Null if this user is not permitted, or if there is no <c>ip</c>.</returns>
    public static async Task<Namespaces?> TryBuildAsync()
    {
        var machines = new Namespaces();
        try
        {
            await RemoveForgottenAsync();
            await machines.BuildAllAsync();
            return machines;
        }
        catch (Exception e) when (e is NotPermittedException or Win32Exception)
        {
            await machines.DisposeAsync();
            return null;
        }
    }

    public override string Address(int machine) => $"10.203.0.{11 + machine}";

    public override string[] On(int machine, params string[] command) => ["ip", "netns", "exec", Machine(machine), .. command];

    public override string[] OnBalancer(params string[] command) => ["ip", "netns", "exec", Balancer, .. command];

    // At the switch, not at the machine: there all programs would notice it at once.
    public override Task CutAsync(int machine) => IpAsync("-n", Balancer, "link", "set", Port(machine), "down");

    public override Task MendAsync(int machine) => IpAsync("-n", Balancer, "link", "set", Port(machine), "up");

    public override async ValueTask DisposeAsync()
    {
        foreach (var name in Existing().Where(name => name.StartsWith(_name, StringComparison.Ordinal)))
            await RemoveAsync(name);
    }

    private static string Port(int machine) => $"port{machine}";

    private string Machine(int machine) => $"{_name}{machine}";

    private async Task BuildAllAsync()
    {
        await IpAsync("netns", "add", Balancer);
        await IpAsync("-n", Balancer, "link", "set", "lo", "up");
        await IpAsync("-n", Balancer, "link", "add", "switch", "type", "bridge");
        await IpAsync("-n", Balancer, "address", "add", BalancerAddress + "/24", "dev", "switch");
        await IpAsync("-n", Balancer, "link", "set", "switch", "up");
        for (var machine = 0; machine < Count; machine++)
        {
            await IpAsync("netns", "add", Machine(machine));
            await IpAsync("-n", Machine(machine), "link", "set", "lo", "up");
            await IpAsync("-n", Balancer, "link", "add", Port(machine), "type", "veth", "peer", "name", "cable", "netns", Machine(machine));
            await IpAsync("-n", Balancer, "link", "set", Port(machine), "master", "switch", "up");
            await IpAsync("-n", Machine(machine), "address", "add", Address(machine) + "/24", "dev", "cable");
            await IpAsync("-n", Machine(machine), "link", "set", "cable", "up");
        }
    }

    private static async Task RemoveForgottenAsync()
    {
        foreach (var name in Existing().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            if (int.TryParse(name.Split('-')[1], CultureInfo.InvariantCulture, out var owner) && !Usage.IsAlive(owner))
                await RemoveAsync(name);
        }
    }

    // All processes there belong to this program or to a killed run of it.
    private static async Task RemoveAsync(string name)
    {
        foreach (var process in (await IpAsync("netns", "pids", name)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await Signal.SendAsync(int.Parse(process, CultureInfo.InvariantCulture), "KILL");
        await IpAsync("netns", "delete", name);
    }

    private static IEnumerable<string> Existing() =>
        Directory.Exists("/run/netns") ? Directory.GetFiles("/run/netns").Select(file => Path.GetFileName(file)) : [];

    private static async Task<string> IpAsync(params string[] arguments)
    {
        var result = await new Tool("ip").RunAsync(arguments);
        return result.ExitCode == 0 ? result.Text : throw new NotPermittedException($"ip {string.Join(' ', arguments)}: {result.Error}");
    }

    private sealed class NotPermittedException(string message) : Exception(message);
}
