using HandRolledHttp.Http1;

namespace HandRolledHttp.WebSocket;

/// <summary>A parser's result for the bytes of a frame so far; like <see cref="ParseResult"/>.</summary>
/// <param name="Status">The state.</param>
/// <param name="Error">The broken rule, if rejected.</param>
/// <param name="Offset">
/// Complete: the element's length. Rejected: the start of the wrong bytes. In bytes from the start of the input.
/// </param>
/// <param name="Length">Rejected: the number of wrong bytes; 0 if something is missing at <paramref name="Offset"/>.</param>
public readonly record struct FrameResult(ParseStatus Status, FrameError Error, int Offset, int Length)
{
    /// <summary>More bytes are needed.</summary>
    public static FrameResult NeedMore => default;

    /// <summary>The element is <paramref name="consumed"/> bytes long.</summary>
    public static FrameResult Complete(int consumed) => new(ParseStatus.Complete, FrameError.None, consumed, 0);

    /// <summary>A rule is broken.</summary>
    public static FrameResult Rejected(FrameError error, int offset, int length = 1) => new(ParseStatus.Rejected, error, offset, length);

    /// <summary>True when a rule is broken.</summary>
    public bool IsRejected => Status == ParseStatus.Rejected;

    /// <summary>True when the element is complete.</summary>
    public bool IsComplete => Status == ParseStatus.Complete;
}
