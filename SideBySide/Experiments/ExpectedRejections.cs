using System.Net;
using SideBySide.Experiments.Running;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>The rejections of an experiment's bytes, with their place in this repository. HandRolledHttp's own parser finds them.</summary>
internal static class ExpectedRejections
{
    // Replaces the server's authority in the bytes. It only has to be well-formed.
    private static readonly IPEndPoint s_anyone = new(IPAddress.Loopback, 8081);

    private const int MostSends = 64;

    /// <summary>The rejections that the catalogue expects of HandRolledHttp: at most one for each connection.</summary>
    public static IEnumerable<MessageRejection> Of(Experiment experiment) => experiment.Over == Transport.Udp || !experiment.Expect.TryGetValue(Servers.ServerDefinitions.HandRolled.Id, out var expected)
        ? []
        : experiment.Steps.OfType<SendStep>().Where(send => send.Times <= MostSends)
            .GroupBy(send => send.On)
            .Select(sends => Dissector.Requests(Bytes(sends), experiment.Over == Transport.Tls).Refusal)
            .OfType<MessageRejection>()
            .Where(refusal => expected.Pattern.ToString().Contains(refusal.Reason, StringComparison.Ordinal))
            .DistinctBy(refusal => refusal.Reason);

    private static byte[] Bytes(IEnumerable<SendStep> sends) =>
        [.. sends.SelectMany(send => Enumerable.Repeat(EscapedBytes.Parse(Placeholders.Fill(send.Text, s_anyone)), send.Times)).SelectMany(bytes => bytes)];
}
