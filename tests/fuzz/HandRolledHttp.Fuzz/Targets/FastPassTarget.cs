using HandRolledHttp.Http1;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// Compares a message that arrives at once or in two parts with the same message byte by byte. The fast pass accepts only complete lines, so
/// it never runs byte by byte. For every cut, both must have the same result for the first part and for the whole message, with the same
/// reason, offset and ranges.
/// </summary>
internal static class FastPassTarget
{
    private const int EveryCut = 600;

    public static void Run(ReadOnlySpan<byte> bytes)
    {
        var input = new FuzzInput(bytes);
        Verify(input.Message, input.SmallLimits ? FuzzLimits.Small : FuzzLimits.Usual, input.IsSecure);
    }

    public static void Verify(ReadOnlySpan<byte> message, Limits limits, bool secure = false)
    {
        var whole = new Reading(limits, secure);
        whole.ReadWhole(message);
        whole.ReadWhole(message); // again: a parser has space for field lines from its second message on
        var byByte = new Reading(limits, secure);
        var inTwo = new Reading(limits, secure);
        inTwo.ReadWhole(message);
        byByte.Begin();
        var step = Math.Max(1, message.Length / EveryCut);
        for (var cut = 0; cut < message.Length && byByte.Result.Status == ParseStatus.NeedMore; cut++)
        {
            byByte.Take(message[..cut]);
            if (cut % step > 0)
                continue;
            inTwo.ReadWhole(message[..cut]);
            RequireSame(message, byByte, inTwo);
            if (inTwo.Result.Status == ParseStatus.NeedMore)
                inTwo.Take(message);
            Require(inTwo.Result == whole.Result, "In two parts, the verdict is another one.");
            RequireSame(message, whole, inTwo);
        }

        if (byByte.Result.Status == ParseStatus.NeedMore)
            byByte.Take(message);
        RequireSame(message, byByte, whole);
    }

    private static void RequireSame(ReadOnlySpan<byte> message, Reading one, Reading other)
    {
        ParserTarget.RequireSame(one, other);
        if (one.HasHead && !one.Result.IsRejected)
            Require(one.Head.Path.Of(message).SequenceEqual(other.Head.Path.Of(message)), "The path was understood in two ways.");
    }
}
