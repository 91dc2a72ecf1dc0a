using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Contract.Tests.LongestFirst))]

namespace Contract.Tests;

/// <summary>Starts the classes with a browser or a process first: they take longest, and the last one would otherwise run alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_first = [".Page.", ".Clients.Browser", ".LargeBody", ".Workers", ".Draining"];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
    [
        .. testCollections
            .OrderBy(collection => Rank(collection.TestCollectionDisplayName))
            .ThenBy(collection => collection.TestCollectionDisplayName, StringComparer.Ordinal),
    ];

    private static int Rank(string name) =>
        Array.FindIndex(s_first, part => name.Contains(part, StringComparison.Ordinal)) is >= 0 and var rank ? rank : s_first.Length;
}
