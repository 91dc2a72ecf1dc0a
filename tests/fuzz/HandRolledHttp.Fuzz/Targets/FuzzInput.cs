namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// One file of the corpus: the conditions, the pieces, and the bytes of a message.
/// <code>
/// input = settings cuts *piece message        ; settings and cuts are one byte each
/// piece = %x00-FF                             ; the lowest three bits of cuts say how many: a piece's length, 0 for all of the rest
/// </code>
/// The lengths of the pieces repeat until the message ends.
/// </summary>
internal readonly ref struct FuzzInput
{
    private const int MaxPieces = 7;

    private readonly byte _settings;

    public FuzzInput(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
            return;
        _settings = input[0];
        var pieces = Math.Min(input[1] & MaxPieces, input.Length - 2);
        Pieces = input.Slice(2, pieces);
        Message = input[(2 + pieces)..];
    }

    public ReadOnlySpan<byte> Message { get; }

    public ReadOnlySpan<byte> Pieces { get; }

    /// <summary>Whether limits are so small that a short message reaches them.</summary>
    public bool SmallLimits => Has(0x01);

    public bool IsSecure => Has(0x02);

    /// <summary>Whether the client is silent at the end instead of half-closing.</summary>
    public bool EndsInSilence => Has(0x04);

    /// <summary>Whether the server begins to stop after a few pieces.</summary>
    public bool Drains => Has(0x08);

    /// <summary>Whether the client resets the connection after a few sends.</summary>
    public bool Resets => Has(0x10);

    /// <summary>The number of these pieces or sends.</summary>
    public int AFew => _settings >> 5;

    /// <summary>The length of a piece, at least 1 and at most the rest.</summary>
    public int PieceLength(int index, int left) => PieceLength(Pieces, index, left);

    /// <summary>The same, given only the pieces.</summary>
    public static int PieceLength(ReadOnlySpan<byte> pieces, int index, int left)
    {
        var length = pieces.Length == 0 ? 0 : pieces[index % pieces.Length];
        return length == 0 ? left : Math.Min(length, left);
    }

    /// <summary>Makes an input, for seeds.</summary>
    public static byte[] Compose(byte settings, ReadOnlySpan<byte> pieces, ReadOnlySpan<byte> message) =>
        [settings, (byte)pieces.Length, .. pieces, .. message];

    private bool Has(int bit) => (_settings & bit) != 0;
}
