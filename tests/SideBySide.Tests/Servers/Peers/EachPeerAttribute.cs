using System.Reflection;
using SideBySide.Servers.Peers;
using Xunit.Sdk;
using Xunit.v3;

namespace SideBySide.Tests.Servers.Peers;

/// <summary>Runs a theory once per peer; the other arguments of the test are the same for all.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class EachPeerAttribute(params object?[] arguments) : DataAttribute
{
    protected virtual IEnumerable<PeerDefinition> Peers => PeerDefinition.All;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Peers.Select(peer => new TheoryDataRow([peer.Id, .. arguments]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}

/// <summary>The same without nginx, which runs no application code.</summary>
public sealed class EachPythonPeerAttribute(params object?[] arguments) : EachPeerAttribute(arguments)
{
    protected override IEnumerable<PeerDefinition> Peers => PeerDefinition.All.Where(peer => peer != PeerDefinition.Nginx);
}
