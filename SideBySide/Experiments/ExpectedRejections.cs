using System.Net;
using SideBySide.Experiments.Running;
using SideBySide.Http;
using SideBySide.Wire;

namespace SideBySide.Experiments;

/// <summary>Where in this repository an experiment's bytes are refused: HandRolledHttp's own parser is asked, since it is the one that will.</summary>
internal static class ExpectedRejections
{
    // What stands for the server whose name is in the bytes; what counts is only that it is well-formed.
    private static readonly IPEndPoint s_anyone = new(IPAddress.Loopback, 8081);

    private const int MostSends = 64;

    /// <summary>Those that the catalogue expects of the hand-rolled server, one for each connection that is refused.</summary>
    public static IEnumerable<MessageRejection> Of(Experiment experiment) => experiment.Over == Transport.Udp || !experiment.Expect.TryGetValue(Servers.ServerDefinition.HandRolled.Id, out var expected)
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
