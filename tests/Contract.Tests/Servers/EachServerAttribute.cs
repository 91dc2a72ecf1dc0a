using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Contract.Tests.Servers;

/// <summary>Runs a theory once per server; the other arguments of the test are the same for all.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EachServerAttribute(params object?[] arguments) : DataAttribute
{
    public object?[] Arguments => arguments;

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>(
            [.. Enum.GetValues<ServerUnderTest>().Select(server => new TheoryDataRow([server, .. arguments]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
