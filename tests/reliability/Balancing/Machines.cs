namespace Reliability.Balancing;

/// <summary>The machines of a small data centre: three that serve, and one for the balancer before them.</summary>
internal abstract class Machines : IAsyncDisposable
{
    /// <summary>How many there are that serve.</summary>
    public const int Count = 3;

    /// <summary>Whether they are machines to the network, which can be cut from it.</summary>
    public abstract bool HaveCables { get; }

    /// <summary>The address from which the balancer connects.</summary>
    public abstract string BalancerAddress { get; }

    /// <summary>Network namespaces where this user may make them; otherwise addresses of loopback, which know no cut.</summary>
    public static async Task<Machines> BuildAsync() => await Namespaces.TryBuildAsync() ?? (Machines)new LoopbackAddresses();

    /// <summary>The address of a machine, counted from 0.</summary>
    public abstract string Address(int machine);

    /// <summary>The command line that runs a program there.</summary>
    public abstract string[] On(int machine, params string[] command);

    /// <summary>The command line that runs a program beside the balancer.</summary>
    public abstract string[] OnBalancer(params string[] command);

    /// <summary>Pulls its cable: from now on nothing arrives, and nobody is told.</summary>
    public abstract Task CutAsync(int machine);

    /// <summary>Plugs it in again.</summary>
    public abstract Task MendAsync(int machine);

    /// <summary>Removes them, and ends what may still run there.</summary>
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
