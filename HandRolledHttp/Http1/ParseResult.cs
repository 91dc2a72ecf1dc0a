namespace HandRolledHttp.Http1;

/// <summary>The state of a parser.</summary>
public enum ParseStatus
{
    /// <summary>No error so far; more bytes are needed. Never an error in itself.</summary>
    NeedMore,

    /// <summary>The element ends here.</summary>
    Complete,

    /// <summary>The bytes break a rule; the bytes after them must not be interpreted.</summary>
    Rejected,
}

/// <summary>A parser's result for the bytes so far. A peer's mistake is a value, not an exception.</summary>
/// <param name="Status">The state.</param>
/// <param name="Reason">The broken rule, if rejected.</param>
/// <param name="Offset">
/// Complete: the element's length. Rejected: the start of the wrong bytes. In bytes from the start of the input.
/// </param>
/// <param name="Length">Rejected: the number of wrong bytes; 0 if something is missing at <paramref name="Offset"/>.</param>
public readonly record struct ParseResult(ParseStatus Status, RejectionReason Reason, int Offset, int Length)
{
    /// <summary>More bytes are needed.</summary>
    public static ParseResult NeedMore => default;

    /// <summary>The element is <paramref name="consumed"/> bytes long.</summary>
    public static ParseResult Complete(int consumed) => new(ParseStatus.Complete, RejectionReason.None, consumed, 0);

    /// <summary>A rule is broken.</summary>
    public static ParseResult Rejected(RejectionReason reason, int offset, int length = 1) => new(ParseStatus.Rejected, reason, offset, length);

    /// <summary>True when a rule is broken.</summary>
    public bool IsRejected => Status == ParseStatus.Rejected;

    /// <summary>True when the element is complete.</summary>
    public bool IsComplete => Status == ParseStatus.Complete;
}

/// <summary>A range of the caller's buffer.</summary>
/// <param name="Offset">Its first byte, counted from the start of the message.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct ByteRange(int Offset, int Length)
{
    /// <summary>The first byte after it.</summary>
    public int End => Offset + Length;

    /// <summary>The bytes themselves.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> message) => message.Slice(Offset, Length);
}
