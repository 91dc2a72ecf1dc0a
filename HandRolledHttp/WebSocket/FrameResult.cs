using HandRolledHttp.Http1;

namespace HandRolledHttp.WebSocket;

/// <summary>What a reader says about the bytes it was given; as <see cref="ParseResult"/>, for frames.</summary>
/// <param name="Status">Where it is.</param>
/// <param name="Error">Which rule was broken, when rejected.</param>
/// <param name="Offset">
/// Complete: how many bytes the element takes. Rejected: where the offence begins. In bytes from the start of the input.
/// </param>
/// <param name="Length">Rejected: how many bytes the offence takes; 0 when something is missing at <paramref name="Offset"/>.</param>
public readonly record struct FrameResult(ParseStatus Status, FrameError Error, int Offset, int Length)
{
    /// <summary>More bytes are needed.</summary>
    public static FrameResult NeedMore => default;

    /// <summary>The element takes <paramref name="consumed"/> bytes.</summary>
    public static FrameResult Complete(int consumed) => new(ParseStatus.Complete, FrameError.None, consumed, 0);

    /// <summary>A rule is broken.</summary>
    public static FrameResult Rejected(FrameError error, int offset, int length = 1) => new(ParseStatus.Rejected, error, offset, length);

    /// <summary>True when a rule is broken.</summary>
    public bool IsRejected => Status == ParseStatus.Rejected;

    /// <summary>True when the element is whole.</summary>
    public bool IsComplete => Status == ParseStatus.Complete;
}
