using HandRolledHttp.Http1;
using static HandRolledHttp.Fuzz.Targets.FindingException;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// The parser with its fast pass beside the parser without it. However a message is cut in two, both come to the same verdict about its first
/// part and about all of it, with the same reason and offset, and understand the same ranges.
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
        var fast = new Reading(limits, secure);
        var slow = new Reading(limits, secure, hasFastPass: false);
        var whole = new Reading(limits, secure, hasFastPass: false);
        whole.ReadWhole(message);
        slow.Begin();
        var step = Math.Max(1, message.Length / EveryCut);
        for (var cut = 0; cut < message.Length && slow.Result.Status == ParseStatus.NeedMore; cut += step)
        {
            slow.Take(message[..cut]);
            fast.ReadWhole(message[..cut]);
            ParserTarget.RequireSame(slow, fast);
            if (fast.Result.Status == ParseStatus.NeedMore)
                fast.Take(message);
            Require(fast.Result.Status == ParseStatus.NeedMore || fast.Result == whole.Result, "With the fast pass, the verdict is another one.");
            ParserTarget.RequireSame(whole, fast);
        }

        fast.ReadWhole(message);
        ParserTarget.RequireSame(whole, fast);
    }
}
