namespace HandRolledHttp.Http1;

/// <summary>Where a parser stands.</summary>
public enum ParseStatus
{
    /// <summary>All is well so far; more bytes are needed. Never an error in itself.</summary>
    NeedMore,

    /// <summary>The element ends here.</summary>
    Complete,

    /// <summary>The bytes break a rule; nothing after them may be interpreted.</summary>
    Rejected,
}

/// <summary>What a parser says about the bytes it was given. What a peer does wrong is a value, not an exception.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Which rule was broken, when rejected.</param>
/// <param name="Offset">Complete: how many bytes the element takes. Rejected: where the offence begins. In bytes from the start of the input.</param>
/// <param name="Length">Rejected: how many bytes the offence takes; 0 when something is missing at <paramref name="Offset"/>.</param>
public readonly record struct ParseResult(ParseStatus Status, RejectionReason Reason, int Offset, int Length)
{
    /// <summary>More bytes are needed.</summary>
    public static ParseResult NeedMore => default;

    /// <summary>The element takes <paramref name="consumed"/> bytes.</summary>
    public static ParseResult Complete(int consumed) => new(ParseStatus.Complete, RejectionReason.None, consumed, 0);

    /// <summary>A rule is broken.</summary>
    public static ParseResult Rejected(RejectionReason reason, int offset, int length = 1) => new(ParseStatus.Rejected, reason, offset, length);

    /// <summary>True when a rule is broken.</summary>
    public bool IsRejected => Status == ParseStatus.Rejected;

    /// <summary>True when the element is whole.</summary>
    public bool IsComplete => Status == ParseStatus.Complete;
}

/// <summary>A stretch of the caller's buffer.</summary>
/// <param name="Offset">Its first byte, counted from the start of the message.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct ByteRange(int Offset, int Length)
{
    /// <summary>The first byte after it.</summary>
    public int End => Offset + Length;

    /// <summary>The bytes themselves.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => message.Slice(Offset, Length);
}
