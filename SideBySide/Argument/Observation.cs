using SideBySide.Language;
using SideBySide.Wire;

namespace SideBySide.Argument;

/// <summary>One point, and what really happened.</summary>
/// <param name="Point">What was tried.</param>
/// <param name="Url">The address it was tried at.</param>
/// <param name="Recording">Every byte, both ways.</param>
public sealed record Observation(Point Point, Uri Url, Recording Recording)
{
    /// <summary>Whether the outcome is what the argument says.</summary>
    public bool Holds { get; } = Point.Holds(Recording);

    /// <summary>What it means; or that it was not what the argument says.</summary>
    public LocalizedText Meaning => Holds ? Point.Meaning(Recording) : Unexpected(Recording.Last);

    private static LocalizedText Unexpected(WireEvent last) => last.Kind switch
    {
        WireEventKind.Broke => new(
            $"This is not what the argument says: the connection broke ({last.Error}).",
            $"这与论点不符：连接中断了（{last.Error}）。"),
        WireEventKind.GaveUp => new(
            "This is not what the argument says: the server did not finish in time.",
            "这与论点不符：服务器没有及时结束应答。"),
        _ => new(
            "This is not what the argument says.",
            "这与论点不符。"),
    };
}
