using System.Collections.Concurrent;
using System.Globalization;
using TestKit.Generator;

namespace Contract.Tests.Differential;

/// <summary>
/// Sends the same bytes, valid, borderline and hostile, to HandRolledHttp and to Kestrel over real sockets. Both must read them alike, except
/// for the classes in <see cref="AcceptedDifferences"/>. DIFFERENTIAL_CONNECTIONS sets the length of the run, DIFFERENTIAL_SEED the input;
/// a finding's seed with DIFFERENTIAL_CONNECTIONS=1 repeats the finding alone.
/// </summary>
public sealed class DifferentialTests(Reporters servers) : IClassFixture<Reporters>
{
    private const int UsualConnections = 2000; // about 6,000 requests
    private const int ParallelConnections = 16;

    private static readonly int s_connections = Setting("DIFFERENTIAL_CONNECTIONS", UsualConnections);
    private static readonly int s_firstSeed = Setting("DIFFERENTIAL_SEED", 1);

    [Fact]
    public async Task Both_understand_alike_but_for_the_accepted_classes()
    {
        var findings = new ConcurrentBag<Finding>();
        await Parallel.ForEachAsync(Enumerable.Range(s_firstSeed, s_connections),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelConnections, CancellationToken = TestContext.Current.CancellationToken },
            async (seed, _) =>
            {
                foreach (var finding in await CompareAsync(new RequestGenerator(seed).Connection()))
                    findings.Add(finding);
            });

        var classified = findings.ToLookup(finding => AcceptedDifferences.All.FirstOrDefault(accepted => accepted.Recognises(finding))?.Name);
        var unknown = classified[null].GroupBy(finding => finding.Kind)
            .Select(kind => $"{kind.Count()} × {kind.MinBy(finding => finding.Bytes.Length)}").ToArray();
        Assert.True(unknown.Length == 0, $"Differences of no accepted class, the shortest of each kind:\n{string.Join('\n', unknown)}");

        // A short run may not meet every class.
        if (s_connections >= UsualConnections)
            Assert.Empty(AcceptedDifferences.All.Where(accepted => !classified.Contains(accepted.Name)).Select(accepted => accepted.Name));
    }

    private async Task<IEnumerable<Finding>> CompareAsync(Input input)
    {
        try
        {
            var handRolled = await Conversation.WithHandRolledAsync(servers.HandRolled, input);
            Assert.DoesNotContain(handRolled, reply => reply.Status >= 500 && reply.Status is not (501 or 505));
            var kestrel = await Conversation.WithKestrelAsync(servers.Kestrel, input);
            return Finding.All(input, handRolled, kestrel);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new InvalidOperationException($"seed {input.Seed}: {e.Message}\n{Input.Escaped(input.Text)}", e);
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : usual;
}
