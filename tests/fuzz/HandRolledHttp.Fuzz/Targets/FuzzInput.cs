namespace HandRolledHttp.Fuzz.Targets;

/// <summary>
/// One file of the corpus: under which circumstances bytes arrive, and in which pieces; then the bytes.
/// <code>
/// input = settings cuts *piece message        ; settings and cuts are one byte each
/// piece = %x00-FF                             ; the lowest three bits of cuts say how many: a piece's length, 0 for all of the rest
/// </code>
/// The pieces' lengths are taken in turn, again and again, until the message is over.
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

    /// <summary>Limits so small that a short message reaches them.</summary>
    public bool SmallLimits => Has(0x01);

    public bool IsSecure => Has(0x02);

    /// <summary>The client falls silent at the end instead of closing its side.</summary>
    public bool EndsInSilence => Has(0x04);

    /// <summary>The server begins to stop once a few pieces have arrived.</summary>
    public bool Drains => Has(0x08);

    /// <summary>The client resets the connection after a few sends.</summary>
    public bool Resets => Has(0x10);

    /// <summary>How many pieces or sends these few are.</summary>
    public int AFew => _settings >> 5;

    /// <summary>The piece's length, at least 1 and at most what is left.</summary>
    public int PieceLength(int index, int left) => PieceLength(Pieces, index, left);

    /// <summary>The same, for who has kept the pieces alone.</summary>
    public static int PieceLength(ReadOnlySpan<byte> pieces, int index, int left)
    {
        var length = pieces.Length == 0 ? 0 : pieces[index % pieces.Length];
        return length == 0 ? left : Math.Min(length, left);
    }

    /// <summary>Puts an input together, for seeds.</summary>
    public static byte[] Compose(byte settings, ReadOnlySpan<byte> pieces, ReadOnlySpan<byte> message) =>
        [settings, (byte)pieces.Length, .. pieces, .. message];

    private bool Has(int bit) => (_settings & bit) != 0;
}
