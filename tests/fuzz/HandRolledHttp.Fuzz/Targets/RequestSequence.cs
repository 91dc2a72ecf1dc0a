using HandRolledHttp.Http1;

namespace HandRolledHttp.Fuzz.Targets;

/// <summary>How far a request got.</summary>
internal enum Extent
{
    Whole,
    Rejected,
    HeadOnly,
    PartOfHead,
}

/// <summary>One request among all that were sent.</summary>
/// <param name="Extent">How far it got.</param>
/// <param name="Result">The parser's verdict.</param>
/// <param name="HasHead">Its head is whole and right; without it the following mean nothing.</param>
/// <param name="IsHead">The method is HEAD.</param>
/// <param name="IsEcho">It is a POST to /echo.</param>
/// <param name="MinorVersion">As sent.</param>
/// <param name="IsPersistent">The client wants the connection to go on.</param>
/// <param name="ExpectsContinue">The client waits for 100 (Continue).</param>
/// <param name="Length">Content-Length, or how much content there is.</param>
/// <param name="Content">Where its content stands in <see cref="RequestSequence.Contents"/>.</param>
internal readonly record struct SentRequest(Extent Extent, ParseResult Result, bool HasHead, bool IsHead, bool IsEcho, int MinorVersion,
    bool IsPersistent, bool ExpectsContinue, long Length, ByteRange Content);

/// <summary>
/// Which requests a client sent in one connection's bytes, read with the parser alone. The connection loop must see the same
/// ones, although the bytes reach it in pieces, through a buffer that moves.
/// </summary>
internal sealed class RequestSequence
{
    private readonly List<SentRequest> _requests = [];
    private byte[] _contents = new byte[1024];
    private int _contentsLength;

    public IReadOnlyList<SentRequest> Requests => _requests;

    public ReadOnlySpan<byte> Contents => _contents;

    public void Read(ReadOnlySpan<byte> bytes, Limits limits, bool secure)
    {
        _requests.Clear();
        _contentsLength = 0;
        var reading = new Reading(limits, secure);
        while (bytes.Length > 0)
        {
            var result = reading.ReadWhole(bytes);
            Add(bytes, reading);
            if (!result.IsComplete)
                return;
            bytes = bytes[result.Offset..];
        }
    }

    private void Add(ReadOnlySpan<byte> bytes, Reading reading)
    {
        var extent = reading.Result.Status switch
        {
            ParseStatus.Complete => Extent.Whole,
            ParseStatus.Rejected => Extent.Rejected,
            _ => reading.HasHead ? Extent.HeadOnly : Extent.PartOfHead,
        };
        var head = reading.Head;
        var method = head.MethodRange.Of(bytes); // also of a head that was refused: its answer to HEAD has no body either
        var isEcho = reading.HasHead && method.SequenceEqual("POST"u8) && head.TargetRange.Of(bytes).SequenceEqual("/echo"u8);
        _requests.Add(new SentRequest(extent, reading.Result, reading.HasHead, method.SequenceEqual("HEAD"u8), isEcho, head.MinorVersion, head.IsPersistent,
            head.ExpectsContinue, Math.Max(head.ContentLength, reading.Content.Length), Keep(reading.Content)));
    }

    private ByteRange Keep(ReadOnlySpan<byte> content)
    {
        if (_contents.Length < _contentsLength + content.Length)
            Array.Resize(ref _contents, (_contentsLength + content.Length) * 2);
        content.CopyTo(_contents.AsSpan(_contentsLength));
        var range = new ByteRange(_contentsLength, content.Length);
        _contentsLength += content.Length;
        return range;
    }
}
