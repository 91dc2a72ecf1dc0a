namespace Reliability.Balancing;

/// <summary>The machines of a small data centre: three for servers, and one for the load balancer.</summary>
internal abstract class Machines : IAsyncDisposable
{
    /// <summary>The number of machines for servers.</summary>
    public const int Count = 3;

    /// <summary>Whether they are separate in the network, so that a cable can be cut.</summary>
    public abstract bool HaveCables { get; }

    /// <summary>The address from which the load balancer connects.</summary>
    public abstract string BalancerAddress { get; }

    /// <summary>Network namespaces if this user may create them; otherwise loopback addresses, which cannot be cut.</summary>
    public static async Task<Machines> BuildAsync() => await Namespaces.TryBuildAsync() ?? (Machines)new LoopbackAddresses();

    /// <summary>The address of a machine, from 0.</summary>
    public abstract string Address(int machine);

    /// <summary>The command line that runs a program on a machine.</summary>
    public abstract string[] On(int machine, params string[] command);

    /// <summary>The command line that runs a program on the load balancer's machine.</summary>
    public abstract string[] OnBalancer(params string[] command);

    /// <summary>Cuts the cable: no packets arrive any more, without a notification.</summary>
    public abstract Task CutAsync(int machine);

    /// <summary>Repairs the cable.</summary>
    public abstract Task MendAsync(int machine);

    /// <summary>Removes the machines, and ends the programs on them.</summary>
    public abstract ValueTask DisposeAsync();

    private sealed class LoopbackAddresses : Machines
    {
        public override bool HaveCables => false;

        public override string BalancerAddress => "127.0.0.1";

        public override string Address(int machine) => $"127.0.0.{11 + machine}";

        public override string[] On(int machine, params string[] command) => command;

        public override string[] OnBalancer(params string[] command) => command;

        public override Task CutAsync(int machine) => throw new NotSupportedException("Loopback has no cable.");

        public override Task MendAsync(int machine) => throw new NotSupportedException("Loopback has no cable.");

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
